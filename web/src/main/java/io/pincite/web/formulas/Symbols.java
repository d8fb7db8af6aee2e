package io.pincite.web.formulas;

import java.util.HashMap;
import java.util.Map;

/// Commands of LaTeX that stand for one sign each, as in LaTeX itself and `amsmath`.
final class Symbols {
  /// Letters: in italics, but for capital Greek.
  static final Map<String, String> LETTERS =
      table(
          """
          alpha α beta β gamma γ delta δ epsilon ϵ varepsilon ε zeta ζ eta η theta θ vartheta ϑ
          iota ι kappa κ varkappa ϰ lambda λ mu μ nu ν xi ξ omicron ο pi π varpi ϖ rho ρ varrho ϱ
          sigma σ varsigma ς tau τ upsilon υ phi ϕ varphi φ chi χ psi ψ omega ω
          Gamma Γ Delta Δ Theta Θ Lambda Λ Xi Ξ Pi Π Sigma Σ Upsilon Υ Phi Φ Psi Ψ Omega Ω
          ell ℓ hbar ℏ hslash ℏ imath ı jmath ȷ wp ℘ Re ℜ Im ℑ aleph ℵ beth ℶ partial ∂ nabla ∇
          infty ∞ emptyset ∅ varnothing ∅ forall ∀ exists ∃ nexists ∄ top ⊤ bot ⊥ angle ∠
          triangle △ square □ Box □ blacksquare ■ Diamond ◇ clubsuit ♣ diamondsuit ♢ heartsuit ♡
          spadesuit ♠ degree ° prime ′ backprime ‵ flat ♭ natural ♮ sharp ♯ complement ∁ mho ℧
          pounds £ yen ¥ euro € copyright © checkmark ✓ dag † ddag ‡ S § P ¶ ldots … dots …
          dotsc … cdots ⋯ dotsb ⋯ dotsm ⋯ dotsi ⋯ vdots ⋮ ddots ⋱ lvert | rvert | AA Å
          """);

  /// Operators and relations.
  static final Map<String, String> OPERATORS =
      table(
          """
          pm ± mp ∓ times × div ÷ cdot ⋅ ast ∗ star ⋆ circ ∘ bullet ∙ oplus ⊕ ominus ⊖ otimes ⊗
          oslash ⊘ odot ⊙ wedge ∧ land ∧ vee ∨ lor ∨ cap ∩ cup ∪ uplus ⊎ sqcap ⊓ sqcup ⊔
          setminus ∖ smallsetminus ∖ wr ≀ amalg ⨿ dagger † ddagger ‡ diamond ⋄ ltimes ⋉ rtimes ⋊
          bigtriangleup △ bigtriangledown ▽ triangleleft ◁ triangleright ▷ neg ¬ lnot ¬
          le ≤ leq ≤ leqslant ⩽ ge ≥ geq ≥ geqslant ⩾ ne ≠ neq ≠ lt < gt > ll ≪ gg ≫ lll ⋘ ggg ⋙
          equiv ≡ sim ∼ simeq ≃ cong ≅ approx ≈ approxeq ≊ asymp ≍ doteq ≐ propto ∝ varpropto ∝
          prec ≺ succ ≻ preceq ⪯ succeq ⪰ lesssim ≲ gtrsim ≳ lessgtr ≶ triangleq ≜ coloneqq ≔
          coloneq ≔ eqqcolon ≕ in ∈ ni ∋ notin ∉ subset ⊂ supset ⊃ subseteq ⊆ supseteq ⊇
          subsetneq ⊊ supsetneq ⊋ sqsubseteq ⊑ sqsupseteq ⊒ mid ∣ nmid ∤ parallel ∥ nparallel ∦
          perp ⊥ vdash ⊢ dashv ⊣ models ⊨ vDash ⊨ bowtie ⋈ smile ⌣ frown ⌢ therefore ∴ because ∵
          to → rightarrow → gets ← leftarrow ← leftrightarrow ↔ uparrow ↑ downarrow ↓
          updownarrow ↕ Rightarrow ⇒ Leftarrow ⇐ Leftrightarrow ⇔ Uparrow ⇑ Downarrow ⇓
          implies ⟹ impliedby ⟸ iff ⟺ longrightarrow ⟶ longleftarrow ⟵ longleftrightarrow ⟷
          Longrightarrow ⟹ Longleftarrow ⟸ Longleftrightarrow ⟺ mapsto ↦ longmapsto ⟼
          hookrightarrow ↪ hookleftarrow ↩ rightharpoonup ⇀ rightharpoondown ⇁ leftharpoonup ↼
          leftharpoondown ↽ rightleftharpoons ⇌ leftrightarrows ⇆ rightleftarrows ⇄ nearrow ↗
          searrow ↘ swarrow ↙ nwarrow ↖ leadsto ⇝ rightsquigarrow ⇝ twoheadrightarrow ↠
          colon : backslash \\ surd √ vert | Vert ‖ bmod mod
          """);

  /// Signs that grow, and have what belongs to them below and above.
  static final Map<String, String> SUMS =
      table(
          """
          sum ∑ prod ∏ coprod ∐ bigcap ⋂ bigcup ⋃ bigsqcup ⨆ bigvee ⋁ bigwedge ⋀ bigoplus ⨁
          bigotimes ⨂ bigodot ⨀ biguplus ⨄
          """);

  /// Signs that grow, and have what belongs to them at their side.
  static final Map<String, String> INTEGRALS =
      table("int ∫ iint ∬ iiint ∭ oint ∮ oiint ∯ smallint ∫ idotsint ∫⋯∫");

  /// Names that print as they are called, with what belongs to them below.
  static final Map<String, String> LIMITS =
      table(
          """
          lim lim limsup lim\u00A0sup liminf lim\u00A0inf max max min min sup sup inf inf det det Pr Pr
          gcd gcd argmax arg\u00A0max argmin arg\u00A0min injlim inj\u00A0lim projlim proj\u00A0lim
          """);

  /// Names that print as they are called.
  static final Map<String, String> FUNCTIONS =
      table(
          """
          sin sin cos cos tan tan cot cot sec sec csc csc arcsin arcsin arccos arccos arctan arctan
          sinh sinh cosh cosh tanh tanh coth coth exp exp log log ln ln lg lg arg arg dim dim
          ker ker deg deg hom hom
          """);

  /// What stands over its argument.
  static final Map<String, String> OVER =
      table(
          """
          hat ^ widehat ^ bar ¯ overline ¯ vec → tilde ~ widetilde ~ dot ˙ ddot ¨ dddot ⃛ acute ´
          grave ` check ˇ breve ˘ mathring ˚ overrightarrow → overleftarrow ← overleftrightarrow ↔
          overbrace ⏞
          """);

  /// What stands under its argument.
  static final Map<String, String> UNDER =
      table("underline _ underbrace ⏟ underrightarrow → underleftarrow ←");

  /// What a `\left` may name.
  static final Map<String, String> FENCES =
      table(
          """
          { { } } lbrace { rbrace } lbrack [ rbrack ] langle ⟨ rangle ⟩ lfloor ⌊ rfloor ⌋ lceil ⌈
          rceil ⌉ vert | lvert | rvert | Vert ‖ lVert ‖ rVert ‖ | ‖ uparrow ↑ downarrow ↓ lgroup ⟮
          rgroup ⟯ backslash \\ ulcorner ⌜ urcorner ⌝ llbracket ⟦ rrbracket ⟧ Uparrow ⇑ Downarrow ⇓
          """);

  /// Widths in em.
  static final Map<String, String> SPACES =
      table(
          """
          , 0.1667 thinspace 0.1667 : 0.2222 > 0.2222 medspace 0.2222 ; 0.2778 thickspace 0.2778
          ! -0.1667 negthinspace -0.1667 quad 1 qquad 2 enspace 0.5 enskip 0.5
          """);

  private Symbols() {}

  private static Map<String, String> table(String names) {
    var table = new HashMap<String, String>();
    String[] words = names.strip().split("[ \n]+", -1);
    for (int i = 0; i + 1 < words.length; i += 2) {
      table.put(words[i], words[i + 1]);
    }
    return Map.copyOf(table);
  }
}
