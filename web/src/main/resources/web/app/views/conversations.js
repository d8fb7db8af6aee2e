// The conversations there have been, newest first.
import { css, html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { PinElement } from '../ui/element.js';
import { base } from '../ui/styles.js';
import { icon } from '../ui/icons.js';
import { confirm, prompt } from '../ui/dialogs.js';
import { notify } from '../lib/store.js';
import { api } from '../lib/api.js';
import { chat, conversations, loadConversations, newConversation } from '../lib/chat.js';
import { go, links, route } from '../lib/router.js';
import { t } from '../lib/i18n.js';

class PinConversations extends PinElement {
  get looksAt() {
    return [conversations, chat, route];
  }

  static styles = [
    base,
    css`
      :host { display: flex; flex-direction: column; }
      .new { width: 100%; margin-bottom: 10px; }
      h2 { padding: 4px 10px; font: 600 12.5px/1.5 var(--sans); color: var(--ink-soft); }
      ul { list-style: none; overflow-y: auto; flex: 1; min-height: 0; margin: 0 -4px; padding: 0 4px; scrollbar-width: thin; }
      li { display: flex; align-items: center; border-radius: 9px; position: relative; }
      li:hover, li:focus-within { background: var(--hover); }
      li.here { background: var(--hover); }
      li a { flex: 1; min-width: 0; padding: 7px 4px 7px 10px; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; color: var(--ink); text-decoration: none; font-size: 14px; border-radius: 9px; }
      li.here a { font-weight: 600; }
      pin-menu { opacity: 0; }
      li:hover pin-menu, li:focus-within pin-menu, li.here pin-menu { opacity: 1; }
      @media (pointer: coarse) { pin-menu { opacity: 1; } li a { padding-block: 10px; } }
    `,
  ];

  async #rename(conversation) {
    const title = await prompt({ title: t('chat.rename'), label: t('chat.name'), value: conversation.title, action: t('action.rename') });
    if (!title) return;
    try {
      await api.renameConversation(conversation.id, title);
      if (chat.state.conversation === conversation.id) chat.set({ title });
      await loadConversations();
    } catch (error) {
      notify(error.message, 'error');
    }
  }

  async #delete(conversation) {
    const sure = await confirm({ title: t('chat.deleteTitle', { title: conversation.title }), text: t('chat.deleteText'), action: t('action.delete'), danger: true });
    if (!sure) return;
    try {
      await api.deleteConversation(conversation.id);
      if (chat.state.conversation === conversation.id) {
        newConversation();
        go(links.home);
      }
      await loadConversations();
    } catch (error) {
      notify(error.message, 'error');
    }
  }

  render() {
    const { items } = conversations.state;
    return html`
      <button class="button new" @click=${() => this.emit('new-conversation')}>${icon('plus')}${t('chat.new')}</button>
      ${items.length > 0 ? html`<h2>${t('chat.conversations')}</h2>` : nothing}
      <ul>
        ${repeat(items, (item) => item.id, (item) => {
          const here = route.state.place.view === 'chat' && chat.state.conversation === item.id;
          const title = item.title || t('chat.untitled');
          return html`<li class=${here ? 'here' : ''}>
            <a href=${links.conversation(item.id)} aria-current=${here ? 'page' : nothing} title=${title}>${title}</a>
            <pin-menu .label=${t('chat.actions', { title })} .items=${[
              { label: t('action.rename'), icon: 'edit', run: () => this.#rename(item) },
              { label: t('action.delete'), icon: 'trash', danger: true, run: () => this.#delete(item) },
            ]}></pin-menu>
          </li>`;
        })}
      </ul>`;
  }
}

customElements.define('pin-conversations', PinConversations);
