// Small comforts. Every page works without this file.
(function () {
  'use strict';
  var root = document.documentElement;
  root.classList.add('js');

  // What is wrong with a form is read out and scrolled to.
  var errors = document.querySelector('.errors');
  if (errors) errors.focus();
  document.addEventListener('click', function (event) {
    var link = event.target.closest && event.target.closest('.errors a');
    var field = link && document.getElementById(link.hash.slice(1));
    if (!field) return;
    event.preventDefault();
    var label = document.querySelector('label[for="' + field.id + '"]') || field;
    label.scrollIntoView();
    field.focus({ preventScroll: true });
  });

  document.addEventListener('click', function (event) {
    if (event.target.closest && event.target.closest('[data-print]')) window.print();
  });

  // A form is sent once, however often the button is pressed.
  document.addEventListener('submit', function (event) {
    var form = event.target;
    if (form.dataset.sent) { event.preventDefault(); return; }
    if (form.method === 'post') form.dataset.sent = '1';
  });
  window.addEventListener('pageshow', function () {
    document.querySelectorAll('form[data-sent]').forEach(function (form) { delete form.dataset.sent; });
  });

  // The account menu closes when one looks elsewhere.
  document.addEventListener('click', function (event) {
    var open = document.querySelector('.account[open]');
    if (open && !open.contains(event.target)) open.removeAttribute('open');
  });
  document.addEventListener('keydown', function (event) {
    var open = event.key === 'Escape' && document.querySelector('.account[open]');
    if (open) { open.removeAttribute('open'); open.querySelector('summary').focus(); }
  });

  // A live part is fetched again until the server sends one that is no longer live.
  function watch(part) {
    var wait = 2000;
    function later() { setTimeout(again, wait); }
    function again() {
      if (document.hidden) { later(); return; }
      fetch(part.dataset.live, { headers: { 'X-Part': '1' }, credentials: 'same-origin' })
        .then(function (answer) { if (!answer.ok) throw answer.status; return answer.text(); })
        .then(function (html) {
          var fresh = new DOMParser().parseFromString(html, 'text/html').querySelector('[data-part]');
          if (!fresh) { location.reload(); return; }
          var live = fresh.dataset.live;
          part.innerHTML = fresh.innerHTML;
          if (live) { wait = 2000; later(); } else location.reload();
        })
        .catch(function () { wait = Math.min(wait * 2, 30000); later(); });
    }
    later();
  }
  document.querySelectorAll('[data-live]').forEach(watch);
})();
