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
import java.net.URI;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestForm;
import org.jspecify.annotations.Nullable;

/// The page where people type the access token. Plain HTML: it is seen before any script may load.
@Path("/")
class LoginResource {
  private final AccessToken token;
  private final FailedAttempts failures;

  LoginResource(AccessToken token, FailedAttempts failures) {
    this.token = token;
    this.failures = failures;
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
    return page(200, next, languages, false);
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
      return page(429, next, languages, true);
    }
    if (offered == null || !token.matches(offered.strip())) {
      // Others from this address are refused meanwhile, so that guessing cannot use up the threads.
      TimeUnit.MILLISECONDS.sleep(failures.failed(address).toMillis());
      return page(403, next, languages, true);
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
      int status, @Nullable String next, @Nullable String languages, boolean wrong) {
    boolean chinese = languages != null && languages.stripLeading().startsWith("zh");
    String problem = wrong ? (chinese ? "访问令牌不正确。" : "That is not the access token.") : "";
    String html =
        """
        <!doctype html>
        <html lang="%s">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>Pincite</title>
        <style>
          :root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
          body { display: grid; place-items: center; min-height: 90vh; margin: 0; }
          form { display: grid; gap: .75rem; width: min(22rem, 90vw); }
          input, button { font: inherit; padding: .6rem .75rem; border-radius: .5rem; border: 1px solid gray; }
          button { border-color: #2f5bd7; background: #2f5bd7; color: white; cursor: pointer; }
          p { margin: 0; } .wrong { color: #c4314b; } .small { opacity: .75; font-size: .875rem; }
        </style>
        </head>
        <body>
        <form method="post" action="/login">
          <h1>Pincite</h1>
          <label for="token">%s</label>
          <input id="token" name="token" type="password" autocomplete="current-password" required autofocus>
          <input name="next" type="hidden" value="%s">
          <p class="wrong" role="alert">%s</p>
          <button>%s</button>
          <p class="small">%s</p>
        </form>
        </body>
        </html>
        """
            .formatted(
                chinese ? "zh" : "en",
                chinese ? "访问令牌" : "Access token",
                attribute(localPath(next)),
                problem,
                chinese ? "登录" : "Log in",
                chinese
                    ? "令牌在首次启动时显示，或由管理员设置。"
                    : "It was shown when the server first started, or is in its settings.");
    return Response.status(status)
        .type(MediaType.TEXT_HTML + ";charset=UTF-8")
        .header(HttpHeaders.CACHE_CONTROL, "no-store")
        .entity(html)
        .build();
  }

  private static String attribute(String text) {
    return text.replace("&", "&amp;").replace("\"", "&quot;").replace("<", "&lt;");
  }
}
