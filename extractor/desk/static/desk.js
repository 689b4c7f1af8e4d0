/* The desk: files dropped and sent, progress shown, findings judged without leaving them. Without this script the forms
   still work. eyes.js, which walks the findings and opens their places, comes first where a report is shown. */
(function () {
  "use strict";

  var EVERY = 1000; // milliseconds between two looks at what is being audited
  var csrf = document.querySelector('meta[name="csrf"]').content;
  var live = document.getElementById("live");

  function say(words) { live.textContent = words; }

  function messageOf(response) {
    return response.json().then(
      function (told) { return told.error ? told.error.message : ""; },
      function () { return ""; }
    ).then(function (told) { return told || "没有办成（" + response.status + "）"; });
  }

  /* ---- the list: sending files, keeping it fresh */

  var drop = document.getElementById("drop");
  var list = document.getElementById("uploads");

  function freshen() {
    return fetch(list.dataset.fresh).then(function (response) {
      return response.ok ? response.text() : null;
    }).then(function (page) {
      if (page === null) { return; }
      var focused = document.activeElement && document.activeElement.closest("#uploads a");
      var at = focused && focused.getAttribute("href");
      list.innerHTML = page;
      var again = at && list.querySelector('a[href="' + at + '"]');
      if (again) { again.focus({ preventScroll: true }); }
      if (list.querySelector("[data-busy]")) { window.setTimeout(freshen, EVERY); }
    });
  }

  function send(file) {
    var line = document.createElement("li");
    line.textContent = file.name + "　正在交…";
    document.getElementById("sent").appendChild(line);
    var body = new FormData();
    body.append("file", file);
    body.append("profile", document.getElementById("profile").value);
    return fetch("/api/reports", { method: "POST", body: body, headers: { "X-CSRF-Token": csrf } }).then(
      function (response) {
        if (response.ok) { line.remove(); say(file.name + " 已交"); return null; }
        return messageOf(response).then(function (told) { line.textContent = file.name + "　" + told; line.className = "wrong"; });
      },
      function () { line.textContent = file.name + "　没有交上，请再试"; line.className = "wrong"; }
    );
  }

  function sendAll(files) {
    var all = Array.from(files);
    return all.reduce(function (before, file) {
      return before.then(function () { return send(file); }).then(freshen);
    }, Promise.resolve());
  }

  if (list && list.querySelector("[data-busy]")) { window.setTimeout(freshen, EVERY); }

  if (drop) {
    var chooser = document.getElementById("file");
    drop.classList.add("quick");
    chooser.addEventListener("change", function () {
      sendAll(chooser.files).then(function () { chooser.value = ""; });
    });
    ["dragenter", "dragover"].forEach(function (name) {
      document.addEventListener(name, function (event) { event.preventDefault(); drop.classList.add("over"); });
    });
    document.addEventListener("dragleave", function (event) {
      if (!event.relatedTarget) { drop.classList.remove("over"); }
    });
    document.addEventListener("drop", function (event) {
      event.preventDefault();
      drop.classList.remove("over");
      sendAll(event.dataTransfer.files);
    });
  }

  /* ---- a report that is not audited yet */

  var progress = document.getElementById("progress");

  function show(told) {
    var now = told.state === "queued" ? "排队" : told.stage || "读取";
    var pages = now.indexOf("识别") === 0; // a scan: its pages are counted while it is read
    document.getElementById("detail").textContent = pages ? now : "";
    now = pages ? "读取" : now;
    var seen = false;
    progress.querySelectorAll("[data-step]").forEach(function (step) {
      var here = step.dataset.step === now;
      step.className = here ? "now" : seen ? "" : "past";
      if (here) { step.setAttribute("aria-current", "step"); } else { step.removeAttribute("aria-current"); }
      seen = seen || here;
    });
    say(now);
  }

  function watch() {
    fetch("/api/reports/" + progress.dataset.id).then(function (response) { return response.json(); }).then(
      function (told) {
        if (told.state === "done" || told.state === "failed") { window.location.reload(); return; }
        show(told);
        window.setTimeout(watch, EVERY);
      },
      function () { window.setTimeout(watch, 5 * EVERY); }
    );
  }

  if (progress) { show({ state: progress.dataset.state, stage: "" }); watch(); }

  document.addEventListener("submit", function (event) {
    var ask = event.target.dataset.ask;
    if (ask && !window.confirm(ask)) { event.preventDefault(); }
  });

  /* ---- judging */

  var judged = document.getElementById("judged");

  function cards() { return Array.from(document.querySelectorAll(".finding .decision")); }

  function count() {
    var all = cards();
    var done = all.filter(function (form) { return form.classList.contains("accepted") || form.classList.contains("dismissed"); });
    judged.textContent = done.length;
    document.getElementById("all").textContent = all.length;
  }

  /* Takes the alarm out of the marks of a finding that was dismissed, and puts it back. */
  function tone(card) {
    var index = card.dataset.index;
    var off = card.querySelector(".decision").classList.contains("dismissed");
    card.classList.toggle("off", off);
    card.closest(".report").querySelectorAll('[data-f="' + index + '"]').forEach(function (mark) {
      mark.classList.toggle("off", off);
    });
  }

  function decide(form, choice) {
    var card = form.closest(".finding");
    var body = new FormData(form);
    body.set("choice", choice);
    if (choice === "dismissed" && !String(body.get("reason")).trim()) {
      form.elements.reason.focus();
      form.elements.reason.setAttribute("aria-invalid", "true");
      say("排除须写明理由");
      return Promise.resolve(false);
    }
    return fetch(form.action, { method: "POST", body: body, headers: { "X-CSRF-Token": csrf } }).then(function (response) {
      if (!response.ok) { window.alert("没有记下，请刷新后再试"); return false; }
      return response.text().then(function (page) {
        form.parentNode.innerHTML = page;
        tone(card);
        count();
        say({ accepted: "已采纳", dismissed: "已排除", open: "已撤回" }[choice]);
        return true;
      });
    });
  }

  function current() { return document.querySelector(".finding.current .decision"); }

  function press(key) { document.body.dispatchEvent(new KeyboardEvent("keydown", { key: key, bubbles: true })); }

  function onward(card) {
    var all = Array.from(document.querySelectorAll(".finding"));
    if (all.indexOf(card) < all.length - 1) { press("j"); } else { card.focus(); }
  }

  function judge(form, choice) {
    var card = form.closest(".finding");
    decide(form, choice).then(function (done) { if (done && choice !== "open") { onward(card); } else if (done) { card.focus(); } });
  }

  if (judged) {
    document.querySelectorAll("details .finding").forEach(function (one) { one.closest("details").open = true; });
    document.querySelectorAll(".finding").forEach(tone);
    count();
    if (/^#r\d+-m\d+-\d+$/.test(window.location.hash)) { // a place that another page leads to
      var places = document.querySelectorAll('[data-m~="' + window.location.hash.slice(1) + '"]');
      places.forEach(function (place) { place.classList.add("on"); });
      if (places.length) { places[0].scrollIntoView({ block: "center" }); }
    }
    document.addEventListener("submit", function (event) {
      var form = event.target;
      if (form.classList.contains("decision")) {
        event.preventDefault();
        judge(form, event.submitter ? event.submitter.value : "dismissed");
      }
    });
    document.addEventListener("keydown", function (event) {
      if (event.ctrlKey || event.metaKey || event.altKey) { return; }
      var field = event.target.closest("input, select, textarea");
      if (field) {
        if (event.key === "Escape") { field.closest(".finding").focus(); event.stopPropagation(); }
        return;
      }
      var form = current();
      if (event.key === "e") {
        var menu = document.getElementById("export");
        menu.open = true;
        menu.querySelector("a").focus();
      } else if (event.key === "?") {
        document.getElementById("keys").open = true;
      } else if (event.key === "Escape") {
        document.querySelectorAll(".menu[open]").forEach(function (menu) { menu.open = false; });
        return;
      } else if (form && event.key === "a" && form.elements.reason) { judge(form, "accepted"); }
      else if (form && event.key === "d" && form.elements.reason) { form.elements.reason.focus(); }
      else if (form && event.key === "u" && !form.elements.reason) { judge(form, "open"); }
      else { return; }
      event.preventDefault();
    });
    document.addEventListener("click", function (event) {
      document.querySelectorAll(".menu[open]").forEach(function (menu) {
        if (!menu.contains(event.target)) { menu.open = false; }
      });
    });
    document.querySelectorAll("[data-format]").forEach(function (link) {
      link.addEventListener("click", function () { say("正在导出，稍候"); });
    });
  }
})();
