package io.pincite.web.access;

import io.pincite.ingest.Caller;
import io.pincite.web.problems.ProblemWriter;
import io.quarkus.runtime.LaunchMode;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// What every request passes before anything else: headers that keep browsers in line, refusal of
/// requests that another site had a browser make, and the access token where it is required.
///
/// On loopback nobody logs in, so the name the server is called by must be a loopback name: a
/// foreign name pointed at 127.0.0.1 (DNS rebinding) would otherwise let any site read everything.
@ApplicationScoped
class Gate {
  static final String COOKIE = "pincite-session";
  static final String CALLER = "io.pincite.caller";

  private static final Set<HttpMethod> SAFE =
      Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

  private static final Set<String> OPEN =
      Set.of("/login", "/first-paint.js", "/pincite.svg", "/q/health");

  /// Lit sets styles from templates (hence style attributes); scripts only ever come as files.
  private static final String CONTENT_SECURITY_POLICY =
      "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' blob: data:; "
          + "font-src 'self' data:; connect-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; "
          + "frame-ancestors 'none'";

  private final AccessToken token;
  private final FailedAttempts failures;
  private final ProblemWriter problems;
  private final Set<String> hosts;

  @Inject
  Gate(
      AccessToken token, FailedAttempts failures, ProblemWriter problems, AccessSettings settings) {
    this.token = token;
    this.failures = failures;
    this.problems = problems;
    this.hosts = settings.hosts().orElse(Set.of());
  }

  void install(@Observes Filters filters) {
    filters.register(this::check, 1000);
  }

  private void check(RoutingContext exchange) {
    addHeaders(exchange);
    HttpServerRequest request = exchange.request();
    if (!token.isRequired() && !isLoopbackName(request)) {
      problems.end(
          exchange,
          403,
          "host-not-allowed",
          "This server is called '%s', which is no name of this machine. Use http://localhost, or name the host in pincite.access.hosts."
              .formatted(nameOf(request)));
      return;
    }
    if (isFromAnotherSite(request)) {
      problems.end(
          exchange,
          403,
          "cross-site-request",
          "This request comes from the page of another site. Open Pincite itself.");
      return;
    }
    if (!token.isRequired() || isOpen(exchange.normalizedPath())) {
      admit(exchange);
      return;
    }
    checkToken(exchange);
  }

  private void checkToken(RoutingContext exchange) {
    HttpServerRequest request = exchange.request();
    Optional<String> bearer = bearer(request);
    if (bearer.isEmpty()) {
      Cookie cookie = request.getCookie(COOKIE);
      if (cookie != null && token.isSession(cookie.getValue())) {
        admit(exchange);
      } else {
        refuse(exchange);
      }
      return;
    }
    String address = String.valueOf(request.remoteAddress().hostAddress());
    if (failures.isWaiting(address)) {
      exchange.response().putHeader("Retry-After", "8");
      problems.end(
          exchange,
          429,
          "too-many-attempts",
          "Too many wrong access tokens came from your address. Wait a few seconds.");
    } else if (token.matches(bearer.get())) {
      failures.succeeded(address);
      admit(exchange);
    } else {
      long delay = failures.failed(address).toMillis();
      request.pause();
      exchange
          .vertx()
          .setTimer(
              delay,
              _ -> {
                request.resume();
                refuse(exchange);
              });
    }
  }

  private static void admit(RoutingContext exchange) {
    exchange.put(CALLER, Caller.LOCAL);
    exchange.next();
  }

  private void refuse(RoutingContext exchange) {
    HttpServerRequest request = exchange.request();
    String accept = String.valueOf(request.getHeader("Accept"));
    boolean isPage =
        request.method() == HttpMethod.GET
            && accept.contains("text/html")
            && !exchange.normalizedPath().startsWith("/api/");
    if (isPage) {
      String from = URLEncoder.encode(request.uri(), StandardCharsets.UTF_8);
      exchange.response().setStatusCode(303).putHeader("Location", "/login?next=" + from).end();
      return;
    }
    exchange.response().putHeader("WWW-Authenticate", "Bearer realm=\"Pincite\"");
    problems.end(
        exchange,
        401,
        "access-token-required",
        "This server wants its access token: log in at /login, or send 'Authorization: Bearer …'.");
  }

  private static void addHeaders(RoutingContext exchange) {
    var headers = exchange.response().headers();
    headers.set("X-Content-Type-Options", "nosniff");
    // Not no-referrer: browsers would then hide from us that a form is our own.
    headers.set("Referrer-Policy", "same-origin");
    headers.set("Cross-Origin-Resource-Policy", "same-origin");
    headers.set("Cross-Origin-Opener-Policy", "same-origin");
    headers.set("X-Frame-Options", "DENY");
    // The platform's own development pages are made of inline scripts.
    boolean isDevelopmentPage =
        LaunchMode.current() == LaunchMode.DEVELOPMENT
            && exchange.normalizedPath().startsWith("/q/");
    if (!isDevelopmentPage) {
      headers.set("Content-Security-Policy", CONTENT_SECURITY_POLICY);
    }
    if (exchange.normalizedPath().startsWith("/api/")) {
      exchange.addHeadersEndHandler(
          _ -> {
            if (!headers.contains("Cache-Control")) {
              headers.set("Cache-Control", "no-store");
            }
          });
    }
  }

  /// What the login page is made of; and health, which is for supervisors without a token and says
  /// nothing of documents.
  private static boolean isOpen(String path) {
    return OPEN.contains(path) || path.startsWith("/q/health/");
  }

  private boolean isLoopbackName(HttpServerRequest request) {
    String name = nameOf(request);
    return name.equals("localhost")
        || name.equals("127.0.0.1")
        || name.equals("[::1]")
        || name.equals("::1")
        || hosts.contains(name);
  }

  private static String nameOf(HttpServerRequest request) {
    return request.authority() == null
        ? ""
        : String.valueOf(request.authority().host()).toLowerCase(Locale.ROOT);
  }

  /// Browsers tell where a request comes from; programs that tell nothing are no browser that
  /// another site could misuse.
  private static boolean isFromAnotherSite(HttpServerRequest request) {
    String site = request.getHeader("Sec-Fetch-Site");
    boolean isNavigation = "navigate".equals(request.getHeader("Sec-Fetch-Mode"));
    boolean isSafe = SAFE.contains(request.method());
    if (("cross-site".equals(site) || "same-site".equals(site)) && !(isSafe && isNavigation)) {
      return true;
    }
    String origin = request.getHeader("Origin");
    return !isSafe && origin != null && !isOwn(origin, request);
  }

  private static boolean isOwn(String origin, HttpServerRequest request) {
    try {
      String authority = URI.create(origin).getAuthority();
      return authority != null
          && authority.equalsIgnoreCase(String.valueOf(request.getHeader("Host")));
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static Optional<String> bearer(HttpServerRequest request) {
    String header = request.getHeader("Authorization");
    return header != null && header.regionMatches(true, 0, "Bearer ", 0, 7)
        ? Optional.of(header.substring(7).strip())
        : Optional.empty();
  }
}
