package io.pincite.web.access;

import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.NewCookie;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestForm;
import org.jspecify.annotations.Nullable;

/// The page where people type the access token. It is seen by those who may see nothing else yet,
/// so it brings the colours and type of the other pages with it instead of loading them.
@Path("/")
class LoginResource {
  private static final String PAGE =
      resource("/io/pincite/web/access/login.html")
          .replace("{{tokens}}", resource("/web/app/app.css"));
  private static final String INVALID = " aria-invalid=\"true\" aria-describedby=\"problem\"";

  private final AccessToken token;
  private final FailedAttempts failures;

  LoginResource(AccessToken token, FailedAttempts failures) {
    this.token = token;
    this.failures = failures;
  }

  /// Why nobody was let in, in both languages.
  private enum Problem {
    WRONG(
        "That is not the access token of this server. Copy all of it from where it was shown, and try again.",
        "这不是此服务器的访问令牌。请从显示令牌处完整复制，然后重试。"),
    TOO_MANY(
        "Too many wrong access tokens came from your address. Wait a few seconds, then try again.",
        "来自您所在地址的错误令牌过多。请等待几秒钟后重试。");

    private final String english;
    private final String chinese;

    Problem(String english, String chinese) {
      this.english = english;
      this.chinese = chinese;
    }

    String html() {
      return """
          <p class="problem" id="problem" role="alert"><span class="en" lang="en">%s</span><span class="zh" lang="zh-CN">%s</span></p>
          """
          .strip()
          .formatted(english, chinese);
    }
  }

  @GET
  @Path("login")
  @Produces(MediaType.TEXT_HTML)
  @Operation(hidden = true)
  public Response page(
      @QueryParam("next") @Nullable String next,
      @HeaderParam(HttpHeaders.ACCEPT_LANGUAGE) @Nullable String languages) {
    if (!token.isRequired()) {
      return Response.seeOther(URI.create("/")).build();
    }
    return page(200, next, languages, Optional.empty());
  }

  @POST
  @Path("login")
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  @Produces(MediaType.TEXT_HTML)
  @Operation(hidden = true)
  public Response logIn(
      @RestForm("token") @Nullable String offered,
      @RestForm("next") @Nullable String next,
      @HeaderParam(HttpHeaders.ACCEPT_LANGUAGE) @Nullable String languages,
      @Context HttpServerRequest request)
      throws InterruptedException {
    String address = String.valueOf(request.remoteAddress().hostAddress());
    if (failures.isWaiting(address)) {
      return page(429, next, languages, Optional.of(Problem.TOO_MANY));
    }
    if (offered == null || !token.matches(offered.strip())) {
      // Others from this address are refused meanwhile, so that guessing cannot use up the threads.
      TimeUnit.MILLISECONDS.sleep(failures.failed(address).toMillis());
      return page(403, next, languages, Optional.of(Problem.WRONG));
    }
    failures.succeeded(address);
    return Response.seeOther(URI.create(localPath(next)))
        .cookie(cookie(token.session(), (int) AccessToken.SESSION.toSeconds(), request.isSSL()))
        .build();
  }

  @POST
  @Path("logout")
  @Operation(hidden = true)
  public Response logOut(@Context HttpServerRequest request) {
    return Response.seeOther(URI.create("/login")).cookie(cookie("", 0, request.isSSL())).build();
  }

  private static NewCookie cookie(String value, int seconds, boolean secure) {
    return new NewCookie.Builder(Gate.COOKIE)
        .value(value)
        .path("/")
        .maxAge(seconds)
        .httpOnly(true)
        .secure(secure)
        .sameSite(NewCookie.SameSite.STRICT)
        .build();
  }

  /// Only ever back to a path of this server: `//elsewhere` would be another site.
  private static String localPath(@Nullable String next) {
    if (next == null
        || !next.startsWith("/")
        || next.startsWith("//")
        || next.startsWith("/login")
        || !next.chars().allMatch(c -> c > ' ' && c < 127 && c != '\\')) {
      return "/";
    }
    try {
      return URI.create(next).toString();
    } catch (IllegalArgumentException e) {
      return "/";
    }
  }

  private static Response page(
      int status, @Nullable String next, @Nullable String languages, Optional<Problem> problem) {
    boolean chinese = languages != null && languages.stripLeading().startsWith("zh");
    String html =
        PAGE.replace("{{language}}", chinese ? "zh" : "en")
            .replace("{{invalid}}", problem.isPresent() ? INVALID : "")
            .replace("{{problem}}", problem.map(Problem::html).orElse(""))
            // Last, since it comes from outside.
            .replace("{{next}}", attribute(localPath(next)));
    return Response.status(status)
        .type(MediaType.TEXT_HTML + ";charset=UTF-8")
        .header(HttpHeaders.CACHE_CONTROL, "no-store")
        .entity(html)
        .build();
  }

  private static String attribute(String text) {
    return text.replace("&", "&amp;").replace("\"", "&quot;").replace("<", "&lt;");
  }

  private static String resource(String path) {
    try (InputStream in =
        Objects.requireNonNull(LoginResource.class.getResourceAsStream(path), path)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
