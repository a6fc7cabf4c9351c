// The frame's few lines of script. Every page works without them; they save a click or a reload.
(() => {
  'use strict';
  const root = document.documentElement;
  const remember = (name, value) => {
    document.cookie = `${name}=${value};path=/;max-age=31536000;samesite=lax`;
  };

  document.addEventListener('click', event => {
    const theme = event.target.closest('[data-set-theme]');
    if (theme) {
      event.preventDefault();
      const to = theme.dataset.setTheme;
      remember('paylatch.theme', to);
      if (to === 'auto') delete root.dataset.theme; else root.dataset.theme = to;
      const icon = theme.querySelector('svg');
      if (icon) theme.closest('details')?.querySelector('summary svg')?.replaceChildren(...icon.cloneNode(true).childNodes);
      for (const link of document.querySelectorAll('[data-set-theme]')) {
        if (link.dataset.setTheme === to) link.setAttribute('aria-current', 'true'); else link.removeAttribute('aria-current');
      }
      theme.closest('details')?.removeAttribute('open');
    }

    if (event.target.closest('[data-rail-switch]')) {
      const narrow = root.dataset.rail !== 'narrow';
      remember('paylatch.rail', narrow ? 'narrow' : 'wide');
      if (narrow) root.dataset.rail = 'narrow'; else delete root.dataset.rail;
    }

    const copy = event.target.closest('[data-copy]');
    if (copy) {
      event.stopPropagation();
      navigator.clipboard?.writeText(copy.dataset.copy).then(() => {
        copy.dataset.done = '';
        setTimeout(() => delete copy.dataset.done, 1500);
      });
    }

    if (event.target.closest('[data-print]')) window.print();

    // One menu at a time, and none once something else was clicked or a place was chosen.
    for (const menu of document.querySelectorAll('details.menu[open]')) {
      if (!menu.contains(event.target) || event.target.closest('.menu-list a')) menu.removeAttribute('open');
    }
  });

  document.addEventListener('keydown', event => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') {
      const search = document.querySelector('[data-search]');
      if (search) { event.preventDefault(); search.focus(); search.select(); }
    }
    if (event.key === 'Escape') {
      for (const menu of document.querySelectorAll('details.menu[open]')) {
        menu.removeAttribute('open');
        menu.querySelector('summary')?.focus();
      }
    }
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') moveRow(event);
  });

  // Up and down walk the rows of a list; Enter is the link's or the row's own.
  function moveRow(event) {
    const row = event.target.closest?.('tr[tabindex]');
    if (!row) return;
    let next = row;
    do next = event.key === 'ArrowDown' ? next.nextElementSibling : next.previousElementSibling;
    while (next && !next.hasAttribute('tabindex'));
    if (next) { event.preventDefault(); next.focus(); }
  }

  // A field's error or hint is tied to its control, and after a failed attempt the first wrong control has the focus.
  let attempted;
  const put = (element, name, value) => {
    if (value === null) element.removeAttribute(name); else if (element.getAttribute(name) !== value) element.setAttribute(name, value);
  };
  const tie = () => {
    for (const field of document.querySelectorAll('.field')) {
      const control = document.getElementById(field.querySelector('label')?.htmlFor ?? '');
      if (!control) continue;
      put(control, 'aria-describedby', document.getElementById(`${control.id}-note`) ? `${control.id}-note` : null);
      put(control, 'aria-invalid', field.classList.contains('field-wrong') ? 'true' : null);
    }
    const wrong = attempted?.isConnected && attempted.querySelector('.field-wrong :is(input, select, textarea)');
    if (wrong) { attempted = null; wrong.focus(); }
  };
  // A list that fits need not scroll sideways, and so does not hold its head back from staying in sight.
  let measuring;
  const fit = () => {
    measuring ??= requestAnimationFrame(() => {
      measuring = undefined;
      for (const list of document.querySelectorAll('.list-scroll')) list.toggleAttribute('data-fits', list.scrollWidth <= list.clientWidth);
    });
  };
  addEventListener('resize', fit);
  // Where the neighbours of a page do not fit side by side, the page itself is in sight among them.
  let shown;
  const centre = () => {
    const tab = document.querySelector('.parts-of [aria-current]');
    if (!tab || tab === shown) return;
    shown = tab;
    const [around, at] = [tab.parentElement.getBoundingClientRect(), tab.getBoundingClientRect()];
    tab.parentElement.scrollLeft += at.left + at.width / 2 - around.left - around.width / 2;
  };
  const look = () => { tie(); fit(); centre(); };
  look();
  new MutationObserver(look).observe(document.body, { childList: true, subtree: true, attributes: true, attributeFilter: ['class'] });
  document.addEventListener('submit', event => { attempted = event.target; }, true);
  document.addEventListener('click', event => {
    const button = event.target.closest('dialog button');
    if (button) attempted = button.closest('dialog');
  }, true);
  document.addEventListener('input', () => { attempted = null; }, true);

  // Where a drawer was opened from: the row that was clicked, or what had the focus last.
  let origin;
  document.addEventListener('focusin', event => {
    if (!event.target.closest('.drawer, main:focus, h1')) origin = event.target;
  });
  document.addEventListener('click', event => {
    const row = event.target.closest('tr');
    if (row && !row.closest('.drawer')) origin = row.hasAttribute('tabindex') ? row : row.querySelector('a') ?? origin;
  }, true);

  // Called from DecisionDialog: the browser's own modal brings the focus trap, Escape and the backdrop.
  window.paylatch = {
    focusBack() { if (origin?.isConnected) origin.focus({ preventScroll: true }); },
    modal(dialog, open) {
      if (!dialog || dialog.open === open) return;
      // Escape asks the page, which may be busy; the page closes it.
      dialog.oncancel = event => event.preventDefault();
      if (open) dialog.showModal(); else dialog.close();
    },
  };

  if (!window.Blazor) return;

  // Enhanced navigation leaves a page without asking. While something on it is unsaved, links are left to the browser,
  // which asks first; the theme changes in place.
  window.addEventListener('click', event => {
    const link = event.target.closest?.('a[href]');
    if (link && !link.dataset.setTheme && document.querySelector('[data-unsaved]')) event.stopPropagation();
  }, true);

  // A page that loads itself again after the server restarted has nobody to ask. Registered first, heard first.
  let reloading = false;
  window.addEventListener('beforeunload', event => { if (reloading) event.stopImmediatePropagation(); });

  // A lost connection is tried again for as long as the page is open. When the server answers but no longer knows
  // this page (it restarted), the page reloads by itself; what matters of its state is in the address.
  window.Blazor.start({
    circuit: {
      reconnectionOptions: { maxRetries: 100000, retryIntervalMilliseconds: tried => Math.min(250 * 2 ** Math.min(tried, 5), 4000) },
    },
  }).then(() => show('on'));

  // Enhanced navigation patches the document's element back to what the server drew.
  let live;
  const show = state => { live = state; if (live) root.dataset.live = live; };
  window.Blazor.addEventListener('enhancedload', () => show(live));

  const watch = () => {
    const bar = document.getElementById('components-reconnect-modal');
    if (!bar) return;
    new MutationObserver(() => {
      const says = word => bar.classList.contains(`components-reconnect-${word}`);
      if (says('rejected') || says('failed')) reloadWhenBack();
      show(says('show') || says('failed') || says('rejected') ? 'lost' : 'on');
    }).observe(bar, { attributes: true, attributeFilter: ['class'] });
  };

  function reloadWhenBack() {
    if (reloading) return;
    reloading = true;
    const attempt = () => fetch(location.href, { method: 'HEAD', cache: 'no-store' })
      .then(answer => { if (answer.status < 500) location.reload(); else setTimeout(attempt, 1000); })
      .catch(() => setTimeout(attempt, 1000));
    attempt();
  }
  watch();
})();
