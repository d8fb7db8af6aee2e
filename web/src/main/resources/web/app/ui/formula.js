// A formula: drawn by the browser from the server's MathML, copied as the LaTeX it was read as.
import { LitElement, css, html } from 'lit';
import { unsafeHTML } from 'lit/directives/unsafe-html.js';
import DOMPurify from 'dompurify';
import { formulas } from '../lib/formulas.js';

/** Rules for where formulas stand. */
export const formulaStyles = css`
  pin-formula { position: relative; }
  pin-formula .math { user-select: none; -webkit-user-select: none; }
  pin-formula[display] { display: block; overflow-x: auto; overflow-y: hidden; padding: 4px 0; }
  pin-formula[display] .math { display: block; min-width: max-content; }
  pin-formula math { font-family: math, "STIX Two Math", "Latin Modern Math", "Cambria Math", var(--serif); }
  pin-formula mtd { padding: 0.2em 0.4em; }
  pin-formula mtd.r { text-align: right; padding-right: 0; } pin-formula mtd.l { text-align: left; padding-left: 0; }
  pin-formula mfrac { padding: 0 0.1em; }
  pin-formula mfrac > :first-child { padding-bottom: 0.08em; } pin-formula mfrac > :last-child { padding-top: 0.08em; }
  pin-formula .tex { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
  pin-formula code.latex, code.latex { font: 400 13px/1.5 var(--mono); background: var(--paper); border: 1px solid var(--line); border-radius: 5px; padding: 0 5px; overflow-wrap: anywhere; }
`;

/** Nothing but MathML survives, with the attributes of its core that the profile lacks. @param {string} mathml */
const clean = (mathml) => DOMPurify.sanitize(mathml, { USE_PROFILES: { mathMl: true }, ADD_ATTR: ['class', 'form'] });

/** It stands in the text around it, without a shadow of its own, so that a selection runs through it. */
class PinFormula extends LitElement {
  static properties = { latex: {}, display: { type: Boolean, reflect: true }, _mathml: { state: true } };

  createRenderRoot() {
    return this;
  }

  willUpdate(changed) {
    if (!changed.has('latex') && !changed.has('display')) return;
    const { latex, display } = this;
    const known = formulas.known(latex, display);
    this._mathml = known;
    if (known === undefined) formulas.ask(latex, display).then((mathml) => {
      if (latex === this.latex && display === this.display) this._mathml = mathml;
    });
  }

  render() {
    const { latex } = this;
    if (!this._mathml) return html`<code class="latex">${latex}</code>`;
    const source = this.display ? `\\[ ${latex} \\]` : `\\(${latex}\\)`;
    return html`<span class="math" title=${latex} @dblclick=${this.#select}>${unsafeHTML(clean(this._mathml))}</span><span class="tex" aria-hidden="true">${source}</span>`;
  }

  /** What is drawn cannot be selected, as its signs make no sense in a row. */
  #select(event) {
    event.preventDefault();
    getSelection()?.selectAllChildren(this);
  }
}

customElements.define('pin-formula', PinFormula);
