// Runs before the first paint, so that a chosen theme or language does not flash. It is a file of its own
// because the content security policy allows no inline scripts.
(() => {
  try {
    const kept = JSON.parse(localStorage.getItem('pincite.preferences') || '{}');
    const root = document.documentElement;
    if (kept.theme === 'light' || kept.theme === 'dark') root.dataset.theme = kept.theme;
    root.lang = kept.language || (navigator.language.toLowerCase().startsWith('zh') ? 'zh' : 'en');
  } catch {
    // No storage: the system's theme and language are right.
  }
})();
