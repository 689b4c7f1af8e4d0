/* Opens the places of a figure in the source beside it, and walks the findings by keyboard. Without this script the
   links still lead to their places. Kept to what Chromium 70 knows. */
(function () {
  "use strict";

  var each = function (list, act) { Array.prototype.forEach.call(list, act); };
  var live = document.getElementById("live");
  var current = null;   // the finding that the keyboard is at
  var step = -1;        // which of its places was shown last
  var shown = [];       // elements that are lit now

  function say(words) { if (live) { live.textContent = words; } }

  function placesOf(opener) {
    return (opener.getAttribute("data-open") || "").split(" ").filter(Boolean);
  }

  function elementsOf(id) {
    return document.querySelectorAll('[data-m~="' + id + '"]');
  }

  function dim() {
    each(shown, function (one) { one.classList.remove("on"); });
    shown = [];
  }

  function light(ids) {
    dim();
    ids.forEach(function (id) {
      each(elementsOf(id), function (one) { one.classList.add("on"); shown.push(one); });
    });
  }

  /* Opens the pane that holds a place, and brings the place into its middle. */
  function bring(id) {
    var one = elementsOf(id)[0];
    var source = one && one.closest(".source");
    if (!source) { return false; }
    document.body.classList.add("reading");
    each(document.querySelectorAll(".source.open"), function (other) { other.classList.remove("open"); });
    source.classList.add("open");
    show(id);
    return true;
  }

  /* Scrolls the pane of the source, and nothing else. */
  function show(id) {
    var one = elementsOf(id)[0];
    var pages = one && one.closest(".pages");
    if (!pages) { return; }
    var box = one.getBoundingClientRect();
    var frame = pages.getBoundingClientRect();
    pages.scrollTop += box.top - frame.top - (pages.clientHeight - box.height) / 2;
    aside(pages, one);
    var table = one.closest(".wide");
    if (table) { aside(table, one); }
  }

  /* Scrolls sideways where a place stands outside of what is seen. */
  function aside(frame, one) {
    var box = one.getBoundingClientRect();
    var seen = frame.getBoundingClientRect();
    if (box.left < seen.left || box.right > seen.right) {
      frame.scrollLeft += box.left - seen.left - (frame.clientWidth - box.width) / 2;
    }
  }

  function open(ids, first) {
    if (!ids.length) { return; }
    light(ids);
    if (bring(ids[first || 0])) { say("原文第 " + ((first || 0) + 1) + " 处，共 " + ids.length + " 处"); }
  }

  function select(finding, quiet) {
    if (current) { current.classList.remove("current"); }
    current = finding;
    step = 0;
    finding.classList.add("current");
    var folded = finding.closest("details");
    if (folded) { folded.open = true; }
    if (!quiet) {
      finding.focus({ preventScroll: true });
      var box = finding.getBoundingClientRect();
      var floor = document.body.classList.contains("reading") && window.innerWidth <= 900 ? 0.4 : 0.9;
      if (box.top < 60 || box.bottom > window.innerHeight * floor) { window.scrollBy(0, box.top - 72); }
    }
    open(placesOf(finding));
  }

  function walk(by) {
    var all = Array.prototype.filter.call(document.querySelectorAll(".finding"), function (one) {
      var folded = one.closest("details");
      return !folded || folded.open;
    });
    if (!all.length) { return; }
    var at = all.indexOf(current);
    var next = at < 0 ? (by > 0 ? 0 : all.length - 1) : Math.max(0, Math.min(all.length - 1, at + by));
    select(all[next]);
  }

  function fold() {
    document.body.classList.remove("reading");
    dim();
  }

  document.addEventListener("click", function (event) {
    var opener = event.target.closest("a[data-open]");
    if (opener) {
      event.preventDefault();
      var owner = opener.closest(".finding");
      if (owner && owner !== current) { select(owner, true); }
      open(placesOf(opener));
      return;
    }
    var link = event.target.closest('a[href^="#"]');
    var card = link && document.getElementById(link.getAttribute("href").slice(1));
    if (card && card.classList.contains("finding")) {
      event.preventDefault();
      select(card);
      return;
    }
    var mark = event.target.closest("[data-f]");
    if (mark) {
      var report = mark.closest(".report");
      var found = report && report.querySelector('.finding[data-index="' + mark.getAttribute("data-f") + '"]');
      if (found) { select(found); light(placesOf(found)); }
      return;
    }
    var button = event.target.closest("button");
    if (button && button.classList.contains("zoom")) {
      var on = button.closest(".source").classList.toggle("zoomed");
      button.setAttribute("aria-pressed", String(on));
      return;
    }
    if (button && button.classList.contains("close")) { fold(); return; }
    var finding = event.target.closest(".finding");
    if (finding && !event.target.closest("a, button, input, select, textarea, summary, label") && !String(window.getSelection())) {
      select(finding, true);
    }
  });

  document.addEventListener("keydown", function (event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, select, textarea")) { return; }
    if (event.key === "j") { walk(1); }
    else if (event.key === "k") { walk(-1); }
    else if (event.key === "Escape") { fold(); }
    else if (event.key === "Enter" && event.target.classList.contains("finding")) {
      if (event.target !== current) { select(event.target); return; }
      var ids = placesOf(current);
      step = (step + 1) % Math.max(ids.length, 1);
      open(ids, step);
    } else { return; }
    event.preventDefault();
  });

  /* The source begins where the first fault stands. */
  each(document.querySelectorAll(".report"), function (report) {
    var first = report.querySelector(".finding.conflict");
    if (first && window.innerWidth > 900) { show(placesOf(first)[0]); }
  });

  var folded = [];
  window.addEventListener("beforeprint", function () {
    folded = document.querySelectorAll("details:not([open])");
    each(folded, function (one) { one.open = true; });
  });
  window.addEventListener("afterprint", function () {
    each(folded, function (one) { one.open = false; });
  });
})();
