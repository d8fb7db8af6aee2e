// A question with its answer: the text, the quotes it rests on, and how surely each stands in its document.
import { css, html, nothing } from 'lit';
import { PinElement } from '../ui/element.js';
import { badge, base } from '../ui/styles.js';
import { icon } from '../ui/icons.js';
import { notify } from '../lib/store.js';
import { judge, showCitation, showPassage, viewer } from '../lib/chat.js';
import { markdown, withFormulas } from '../lib/rich.js';
import { formulaStyles } from '../ui/formula.js';
import { percentOf, readingsOf, strength } from '../lib/reading.js';
import { links } from '../lib/router.js';
import { duration, language, many, t } from '../lib/i18n.js';

/**
 * How surely a quote stands where it is said to stand. One that rests on a weakly read word is not called verified.
 * @param {{state: string, confidence?: number}} citation
 */
export function stateBadge(citation) {
  const { state } = citation;
  const name = { EXACT: 'check', NORMALIZED: 'check', NOT_FOUND: 'alert' }[state];
  if (!name) return nothing;
  if (isDescribed(citation)) return html`<span class="badge weak" title=${t('verified.described.why')}>${icon('alert')}${t('verified.described')}</span>`;
  const sureness = state === 'NOT_FOUND' ? 'sure' : strength(citation);
  if (sureness === 'sure') return html`<span class="badge ${state}" title=${t(`verified.${state}.why`)}>${icon(name)}${t(`verified.${state}`)}</span>`;
  const readAt = t('verified.readAt', { percent: percentOf(citation.confidence) });
  const disputed = (citation.disputed ?? []).map(readingsOf).join(t('sentence.space'));
  return sureness === 'weak'
    ? html`<span class="badge weak" title=${t('verified.weak.why')}>${icon('alert')}${readAt}</span>${disputed ? html`<span class="badge weak disputed" title=${disputed}>${t('verified.disputed')}</span>` : nothing}`
    : html`<span class="badge ${state}" title=${t(`verified.${state}.why`)}>${icon(name)}${t(`verified.${state}`)}</span><span class="badge fair" title=${t('verified.fair.why')}>${readAt}</span>`;
}

/** Whether a quote rests on what a model says of a figure. @param {any} citation */
const isDescribed = (citation) => (citation.spans ?? []).some(({ described }) => described);

/** The pages a citation stands on. @param {any} citation */
export function pagesOf(citation) {
  const pages = [...new Set((citation.spans ?? []).map((span) => span.page))];
  return pages.length === 0 ? '' : pages.length === 1 ? t('page.short', { page: pages[0] }) : t('page.range', { from: pages[0], to: pages.at(-1) });
}

/**
 * The answer without the quotes it repeats: they stand in full below it, with their places.
 * @param {string} text
 * @param {any[]} citations
 */
function withoutQuotes(text, citations) {
  let short = text;
  for (const { quote } of citations) {
    const folded = quote.trim().split(/\s+/).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('\\s+');
    short = short.replace(new RegExp(`\\s?[:：]\\s?[“"「]${folded}[”"」]`, 'g'), '');
  }
  return short;
}

class PinAnswer extends PinElement {
  static properties = {
    turn: { attribute: false },
    state: { attribute: false },
    answer: { attribute: false },
    verdict: { attribute: false },
    _copied: { state: true },
    _noting: { state: true },
    _more: { state: true },
  };

  get looksAt() {
    return [viewer];
  }

  static styles = [
    base,
    badge,
    formulaStyles,
    css`
      :host { display: block; scroll-margin-top: 18px; }
      h2 { font: 600 19px/1.4 var(--serif); margin-bottom: 14px; overflow-wrap: anywhere; white-space: pre-wrap; text-wrap: pretty; }
      .text { font-size: 16px; line-height: 1.65; overflow-wrap: anywhere; display: grid; gap: 10px; }
      .text ul { padding-left: 4px; list-style: none; display: grid; gap: 5px; }
      .text li { padding-left: 20px; position: relative; }
      .text li:not(:has(.number))::before { content: '–'; position: absolute; left: 2px; color: var(--ink-soft); }
      .text .h { font-weight: 600; }
      .text code { font: 0.92em var(--mono); background: var(--hover); border-radius: 4px; padding: 1px 4px; }
      .chip { display: inline-grid; place-items: center; min-width: 20px; height: 19px; padding: 0 5px; margin: 0 1px; vertical-align: 2px; border: 1px solid transparent; border-radius: 6px; background: var(--accent-soft); color: var(--accent-strong); font: 600 11.5px/1 var(--sans); cursor: pointer; font-variant-numeric: tabular-nums; transition: background 120ms; }
      .chip:hover, .chip.active { background: var(--accent); color: var(--on-accent); }
      .chip.weak:not(.active, :hover) { background: var(--warn-soft); color: var(--warn); }
      .chip.NOT_FOUND { background: none; border: 1px dashed var(--warn); color: var(--warn); cursor: help; }
      .cursor { display: inline-block; width: 7px; height: 1.05em; margin-left: 2px; vertical-align: -2px; background: var(--accent); border-radius: 1px; animation: blink 1s steps(2) infinite; }
      @keyframes blink { 50% { opacity: 0; } }
      .waiting { display: flex; align-items: center; gap: 10px; color: var(--ink-soft); font-size: 14.5px; }
      .dots { display: inline-flex; gap: 4px; }
      .dots i { width: 6px; height: 6px; border-radius: 50%; background: var(--accent); animation: dot 1s infinite alternate; }
      .dots i:nth-child(2) { animation-delay: 0.25s; } .dots i:nth-child(3) { animation-delay: 0.5s; }
      @keyframes dot { from { opacity: 0.25; } }
      .quotes { display: grid; gap: 8px; margin-top: 18px; }
      figure { display: grid; grid-template-columns: auto minmax(0, 1fr) auto; gap: 2px 12px; padding: 11px 8px 10px 14px; border: 1px solid var(--line); border-radius: 11px; background: var(--raised); transition: border-color 120ms; position: relative; }
      figure.verified { cursor: pointer; }
      figure.verified:hover { border-color: var(--line-strong); }
      figure.active { border-color: var(--accent); box-shadow: inset 0 0 0 1px var(--accent); }
      figure.NOT_FOUND { border-style: dashed; border-color: var(--warn); background: none; }
      figure .mark { grid-row: 1 / 3; padding-top: 2px; }
      blockquote { font: 400 15.5px/1.55 var(--serif); overflow-wrap: anywhere; white-space: pre-line; }
      .NOT_FOUND blockquote { color: var(--ink-soft); font-style: italic; }
      blockquote.long { display: -webkit-box; -webkit-line-clamp: 6; -webkit-box-orient: vertical; overflow: hidden; }
      figcaption { grid-column: 2; display: flex; flex-wrap: wrap; align-items: center; gap: 4px 10px; margin-top: 5px; font-size: 13px; color: var(--ink-soft); min-width: 0; }
      .where { display: inline-flex; min-width: 0; max-width: 100%; gap: 7px; border: 0; padding: 0; background: none; color: var(--ink-soft); font-size: 13px; text-align: left; cursor: pointer; }
      .where:hover { color: var(--accent-strong); text-decoration: underline; text-underline-offset: 3px; }
      .where .doc { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; min-width: 0; }
      .where b { font-weight: 600; color: inherit; white-space: nowrap; }
      figure .tool { grid-column: 3; grid-row: 1 / 3; width: 32px; height: 32px; }
      .why { font-size: 13px; color: var(--warn); }
      .foot { display: flex; flex-wrap: wrap; align-items: center; gap: 4px 14px; margin-top: 14px; font-size: 13px; color: var(--ink-soft); }
      .answerer b { color: var(--warn); font-weight: 500; }
      .verdicts { display: flex; gap: 2px; margin-left: auto; align-items: center; }
      .verdict { display: inline-flex; align-items: center; gap: 6px; min-height: 30px; padding: 0 9px; border: 0; border-radius: 8px; background: none; color: var(--ink-soft); font-size: 13px; cursor: pointer; }
      .verdict .icon { width: 15px; height: 15px; }
      .verdict:hover { background: var(--hover); color: var(--ink); }
      .verdict[aria-pressed='true'] { background: var(--accent-soft); color: var(--accent-strong); }
      .verdict.WRONG[aria-pressed='true'] { background: var(--danger-soft); color: var(--danger); }
      .verdict.PARTLY[aria-pressed='true'] { background: var(--warn-soft); color: var(--warn); }
      .noting { display: flex; gap: 8px; margin-top: 10px; }
      .unsupported { padding: 16px 18px; border: 1px solid var(--line); border-left: 3px solid var(--line-strong); border-radius: 4px 11px 11px 4px; background: var(--paper); display: grid; gap: 6px; }
      .unsupported strong { font-size: 16px; font-weight: 600; }
      h3 { font: 600 14px/1.4 var(--sans); margin: 18px 0 8px; }
      .passage { display: block; width: 100%; padding: 11px 14px; border: 1px solid var(--line); border-radius: 11px; background: var(--raised); text-align: left; cursor: pointer; color: var(--ink); }
      .passage + .passage { margin-top: 8px; }
      .passage:hover { border-color: var(--accent); }
      .passage .excerpt { font: 400 15px/1.5 var(--serif); display: -webkit-box; -webkit-line-clamp: 3; -webkit-box-orient: vertical; overflow: hidden; overflow-wrap: anywhere; }
      .passage .from { margin-top: 5px; font-size: 13px; color: var(--ink-soft); overflow-wrap: anywhere; }
      .note, .problem { margin-top: 12px; }
      .actions { margin-top: 12px; }
      @media (max-width: 899px) {
        .verdicts { margin-left: -8px; width: 100%; }
        .verdict { min-height: 38px; }
        .chip { min-width: 24px; height: 23px; }
      }
    `,
  ];

  /** @param {any} citation */
  #show(citation) {
    showCitation(this.answer.citations, this.answer.citations.indexOf(citation));
  }

  /** @param {any} citation */
  async #copy(citation) {
    const quote = language() === 'zh' ? `“${citation.quote}”` : `“${citation.quote}”`;
    const reference = `${citation.name}${citation.spans?.length ? `, ${pagesOf(citation)}` : ` (${t('verified.NOT_FOUND')})`}`;
    const link = new URL(links.citation(citation.id), location.href).href;
    try {
      await navigator.clipboard.writeText(`${quote}\n— ${reference}\n${link}`);
      this._copied = citation.id;
      setTimeout(() => (this._copied = null), 1800);
    } catch {
      notify(t('problem.clipboard'), 'error');
    }
  }

  async #judge(verdict) {
    this._noting = verdict !== 'RIGHT';
    try {
      await judge(this.turn, verdict);
    } catch (error) {
      notify(error.message, 'error');
    }
  }

  async #note(event) {
    event.preventDefault();
    const note = event.target.elements.note.value.trim();
    this._noting = false;
    if (!note) return;
    try {
      await judge(this.turn, this.turn.verdict, note);
      notify(t('feedback.thanks'));
    } catch (error) {
      notify(error.message, 'error');
    }
  }

  #chip = (marker) => {
    const citation = this.answer.citations.find((candidate) => candidate.marker === marker);
    if (!citation) return `[${marker}]`;
    const found = citation.spans?.length > 0;
    const active = viewer.state.open && viewer.state.citations[viewer.state.active]?.id === citation.id;
    return html`<button class="chip ${citation.state} ${found ? strength(citation) : ''} ${active ? 'active' : ''}" data-marker=${marker} aria-label=${found ? t('citation.open', { marker, page: citation.spans[0].page }) : t('citation.unverified', { marker })}
      title=${found ? citation.quote : t('verified.NOT_FOUND.why')} @click=${() => found && this.#show(citation)}>${marker}</button>`;
  };

  render() {
    const { turn, answer } = this;
    return html`<article aria-label=${turn.question} aria-busy=${turn.state === 'asking' || turn.state === 'writing' ? 'true' : 'false'}>
      <h2>${turn.question}</h2>
      ${turn.state === 'asking' ? html`<p class="waiting" role="status"><span class="dots"><i></i><i></i><i></i></span>${turn.retrieved ? many('chat.reading', turn.retrieved.chunks, { documents: many('documents', turn.retrieved.documents) }) : t('chat.searching')}</p>` : nothing}
      ${answer.kind === 'UNSUPPORTED' ? this.#unsupported() : this.#grounded()}
      ${turn.state === 'stopped' ? html`<p class="soft small" .style=${'margin-top:12px'} role="status">${t('chat.stopped')}</p>` : nothing}
      ${turn.state === 'failed' ? html`<div class="problem" role="alert">${icon('alert')}<span>${turn.problem}</span></div>` : nothing}
      ${turn.state === 'failed' || turn.state === 'stopped' ? html`<div class="actions"><button class="button small" @click=${() => this.emit('ask', turn.question)}>${icon('retry')}${t('chat.askAgain')}</button></div>` : nothing}
      ${turn.state === 'done' && answer.id ? this.#foot() : nothing}
    </article>`;
  }

  #grounded() {
    const { answer, turn } = this;
    return html`
      ${answer.text ? html`<div class="text" aria-live=${turn.state === 'writing' ? 'polite' : 'off'}>${markdown(withoutQuotes(answer.text, answer.citations), this.#chip)}${turn.state === 'writing' ? html`<span class="cursor" aria-hidden="true"></span>` : nothing}</div>` : nothing}
      ${answer.citations.length > 0 ? html`<div class="quotes">${[...answer.citations].sort((a, b) => a.marker - b.marker).map((citation) => this.#quote(citation))}</div>` : nothing}`;
  }

  #quote(citation) {
    const found = citation.spans?.length > 0;
    const active = viewer.state.open && viewer.state.citations[viewer.state.active]?.id === citation.id;
    return html`<figure class="${citation.state} ${found ? 'verified' : ''} ${active ? 'active' : ''}" data-citation=${citation.id} @click=${(event) => found && !event.target.closest('button') && !String(getSelection()) && this.#show(citation)}>
      <span class="mark">${this.#chip(citation.marker)}</span>
      <blockquote class=${citation.quote.length > 600 ? 'long' : ''} lang="">${withFormulas(citation.quote)}</blockquote>
      <figcaption>
        ${found
          ? html`<button class="where" title=${citation.name} @click=${() => this.#show(citation)}><span class="doc">${citation.name}</span><b>${pagesOf(citation)}</b></button>`
          : html`<span class="where">${citation.name ?? ''}</span>`}
        ${stateBadge(citation)}
        ${found && strength(citation) === 'weak' ? html`<span class="why">${[...(citation.disputed ?? []).map(readingsOf), t('verified.weak.why')].join(t('sentence.space'))}</span>` : nothing}
        ${found && isDescribed(citation) ? html`<span class="why">${t('verified.described.why')}</span>` : nothing}
        ${found ? nothing : html`<span class="why">${t('verified.NOT_FOUND.why')}</span>`}
      </figcaption>
      <button class="tool copy" title=${t('citation.copy')} aria-label=${t('citation.copy')} @click=${() => this.#copy(citation)}>${icon(this._copied === citation.id ? 'check' : 'copy')}</button>
    </figure>`;
  }

  #unsupported() {
    const { answer } = this;
    const searched = answer.searched;
    const nearest = answer.nearest ?? [];
    return html`
      <div class="unsupported">
        <strong>${t('unsupported.title')}</strong>
        ${answer.answerer === 'MODEL' && answer.text ? html`<div class="text">${markdown(answer.text, undefined, { raw: true })}</div>` : nothing}
        ${searched ? html`<span class="soft small">${t('unsupported.searched', { chunks: many('passages', searched.chunks), documents: many('documents', searched.documents) })}${searched.languages?.length ? ` ${t('unsupported.languages', { languages: searched.languages.map((tag) => this.#language(tag)).join(t('list.comma')) })}` : ''}</span>` : nothing}
        ${searched?.queries?.length > 1 ? html`<span class="soft small">${t('unsupported.queries', { queries: searched.queries.map((query) => `“${query}”`).join(t('list.comma')) })}</span>` : nothing}
      </div>
      ${nearest.length > 0 ? html`<h3>${t('unsupported.nearest')}</h3>
        ${(this._more ? nearest : nearest.slice(0, 3)).map((hit) => html`<button class="passage" @click=${() => showPassage(hit)}>
          <span class="excerpt">${withFormulas(hit.text)}</span>
          <span class="from">${hit.name}${hit.spans?.length ? html` · <b>${pagesOf(hit)}</b>` : nothing}${hit.headings?.length ? ` · ${hit.headings.join(' › ')}` : ''}</span>
        </button>`)}
        ${nearest.length > 3 && !this._more ? html`<div class="actions"><button class="button small quiet" @click=${() => (this._more = true)}>${many('unsupported.more', nearest.length - 3)}</button></div>` : nothing}` : nothing}`;
  }

  #language(tag) {
    try {
      return new Intl.DisplayNames([language()], { type: 'language' }).of(tag) ?? tag;
    } catch {
      return tag;
    }
  }

  /** Who answered, and whether all of it, or some, rests on what a model says of figures. */
  #basis() {
    const { answer } = this;
    const found = answer.citations.filter(({ spans }) => spans?.length > 0);
    const described = found.filter(isDescribed).length;
    const share = described === 0 ? '' : html`<b>${t(described === found.length ? 'answerer.described.all' : 'answerer.described.some')}</b>`;
    if (answer.answerer === 'MODEL') return html`${t('answerer.MODEL', { model: answer.model ?? '' })}${share ? html` · ${share}` : nothing}`;
    // None of it are the documents' own words.
    if (share && described === found.length) return share;
    return html`${t('answerer.EXTRACTIVE')}${share ? html` · ${share}` : nothing}`;
  }

  #foot() {
    const { answer, turn } = this;
    const choice = (verdict, name) => html`<button class="verdict ${verdict}" aria-pressed=${turn.verdict === verdict ? 'true' : 'false'} @click=${() => this.#judge(verdict)}>${icon(name)}${t(`feedback.${verdict}`)}</button>`;
    return html`
      ${answer.fallback ? html`<div class="note" role="note">${icon('alert')}<span>${t('answerer.fallback', { reason: answer.fallback })}</span></div>` : nothing}
      <div class="foot">
        <span class="answerer">${this.#basis()}${answer.millis !== undefined ? ` · ${duration(answer.millis)}` : ''}</span>
        <span class="verdicts" role="group" aria-label=${t('feedback.question')}>${choice('RIGHT', 'check')}${choice('PARTLY', 'partly')}${choice('WRONG', 'wrong')}</span>
      </div>
      ${this._noting ? html`<form class="noting" @submit=${this.#note}><input class="field" name="note" maxlength="1000" aria-label=${t('feedback.note')} placeholder=${t('feedback.note')}><button class="button">${t('action.send')}</button></form>` : nothing}`;
  }
}

customElements.define('pin-answer', PinAnswer);
