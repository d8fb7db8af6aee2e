package io.pincite.web.formulas;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.pincite.web.problems.WebException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// Formulas as browsers draw them; nothing is kept.
@Path("/api/v1/formulas")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Formulas")
class FormulasResource {
  private static final int MOST = 200;

  record AskedJson(Optional<List<FormulaJson>> formulas) {}

  record FormulaJson(Optional<String> latex, Optional<Boolean> display) {}

  record DrawnJson(List<MathJson> items) {}

  /// @param mathml absent where the formula says what is not known here: show its LaTeX
  record MathJson(
      @Schema(nullable = true) @JsonInclude(JsonInclude.Include.NON_EMPTY)
          Optional<String> mathml) {}

  @POST
  @Operation(
      summary = "Formulas as MathML",
      description =
          "LaTeX without its delimiters, at most 200 formulas; the answer has one item for each, in their order. A formula that is not understood whole, or has more than 4,000 characters, has no MathML.")
  public DrawnJson draw(@Nullable AskedJson body) {
    if (body == null || body.formulas().isEmpty()) {
      throw WebException.missing("formulas", "the body");
    }
    List<FormulaJson> asked = body.formulas().get();
    if (asked.size() > MOST) {
      throw WebException.invalidParameter(
          "formulas", asked.size() + " formulas", "at most " + MOST + " of them");
    }
    return new DrawnJson(
        asked.stream()
            .map(
                each ->
                    new MathJson(
                        each.latex()
                            .flatMap(latex -> MathMl.of(latex, each.display().orElse(false)))))
            .toList());
  }
}
