package io.pincite.web.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.ColorScheme;
import io.pincite.ingest.PostgresForTests;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.net.URL;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// How people come in where the access token is asked for: with the keyboard, and to where they
/// were going.
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
@TestProfile(LoginInBrowserTest.WithToken.class)
class LoginInBrowserTest {
  private static final String TOKEN = "a-token-of-our-own-choosing";

  /// Of the two languages in the page, the one people see.
  private static final LocatorAssertions.HasTextOptions SHOWN =
      new LocatorAssertions.HasTextOptions().setUseInnerText(true);

  public static final class WithToken implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of("pincite.access.token", TOKEN);
    }
  }

  /// Set by the test framework.
  @TestHTTPResource("/")
  @SuppressWarnings("NullAway")
  URL url;

  @Test
  void aWrongTokenIsSaidToBeWrongAndTheRightOneLeadsToWhereOneWasGoing() {
    try (var chromium = Chromium.start();
        Page page = chromium.browser().newPage(new Browser.NewPageOptions().setLocale("en-US"))) {
      page.navigate(url + "#/library");
      assertThat(page.locator("#token")).isFocused();

      page.keyboard().type("not-the-token");
      page.keyboard().press("Enter");
      assertThat(page.locator("[role=alert]"))
          .hasText(
              "That is not the access token of this server. Copy all of it from where it was shown, and try again.",
              SHOWN);
      assertThat(page.locator("#token")).isFocused();

      page.keyboard().type(TOKEN);
      page.keyboard().press("Enter");
      assertThat(page.locator("pin-library")).isVisible();
    }
  }

  @Test
  void itWearsTheLanguageAndTheThemeChosenInThePages() {
    try (var chromium = Chromium.start();
        Page page =
            chromium
                .browser()
                .newPage(
                    new Browser.NewPageOptions()
                        .setLocale("en-US")
                        .setColorScheme(ColorScheme.LIGHT))) {
      page.navigate(url.toString());
      assertThat(page.locator("label")).hasText("Access token", SHOWN);
      String light = ground(page);

      page.evaluate(
          "localStorage.setItem('pincite.preferences', '{\"theme\":\"dark\",\"language\":\"zh\"}')");
      page.reload();

      assertThat(page.locator("label")).hasText("访问令牌", SHOWN);
      assertThat(ground(page)).isNotEqualTo(light);
    }
  }

  private static String ground(Page page) {
    return String.valueOf(page.evaluate("() => getComputedStyle(document.body).backgroundColor"));
  }
}
