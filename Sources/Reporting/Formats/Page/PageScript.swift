// What a page does beyond being read: it switches between before and after, filters tables, and copies
// commands. Without it everything but the switch is there.

enum PageScript {
  static let text = #"""
    "use strict";
    for (const section of document.querySelectorAll("section.process")) {
      const controls = section.querySelector(".controls");
      if (controls) controls.hidden = false;

      for (const choice of section.querySelectorAll(".switch input")) {
        choice.addEventListener("change", () => { section.dataset.state = choice.value; });
        if (choice.checked) section.dataset.state = choice.value;
      }

      const field = section.querySelector(".filter input[type=search]");
      if (field) {
        const rows = Array.from(section.querySelectorAll("tbody tr"));
        const texts = rows.map(row => row.textContent.toLowerCase());
        const kinds = Array.from(section.querySelectorAll(".filter input[type=checkbox]"));
        const count = section.querySelector(".count");
        const apply = () => {
          const words = field.value.toLowerCase().split(/\s+/).filter(word => word !== "");
          const hiddenKinds = new Set(kinds.filter(kind => !kind.checked).map(kind => kind.value));
          let shown = 0;
          rows.forEach((row, index) => {
            const fits = !hiddenKinds.has(row.dataset.kind)
              && words.every(word => texts[index].includes(word));
            if (row.hidden === fits) row.hidden = !fits;
            if (fits) shown += 1;
          });
          count.textContent = shown === rows.length
            ? `${rows.length} references` : `${shown} of ${rows.length} references`;
        };
        let waiting = 0;
        field.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(apply, 80); });
        for (const kind of kinds) kind.addEventListener("change", apply);
        apply();
      }

      for (const button of section.querySelectorAll("button.copy")) {
        button.hidden = false;
        button.addEventListener("click", async () => {
          const code = button.parentElement.querySelector("code");
          let isCopied = true;
          try {
            await navigator.clipboard.writeText(code.textContent);
          } catch {
            getSelection().selectAllChildren(code);
            isCopied = document.execCommand("copy");
          }
          button.textContent = isCopied ? "Copied" : "Press Ctrl+C";
          setTimeout(() => { button.textContent = "Copy"; }, 2000);
        });
      }
    }

    const sections = Array.from(document.querySelectorAll("section.process"));
    if (sections.length > 1) {
      const index = document.getElementById("index");
      const list = document.createElement("ul");
      for (const section of sections) {
        const item = document.createElement("li");
        const link = document.createElement("a");
        link.href = "#" + section.id;
        link.textContent = section.querySelector("h2").textContent;
        item.append(link);
        const verdict = section.querySelector(".verdict");
        if (verdict) item.append(" ", verdict.textContent);
        item.className = section.dataset.status === "0" ? "clean" : "findings";
        list.append(item);
      }
      index.append(list);
      index.hidden = false;
    }

    document.addEventListener("keydown", event => {
      if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
      if (document.activeElement.matches("input[type=search]")) return;
      // Of the program that is being looked at.
      const fields = Array.from(document.querySelectorAll(".filter input[type=search]"));
      const field = fields.find(each => each.closest("section.process").getBoundingClientRect().bottom > 0);
      if (field) { event.preventDefault(); field.focus(); }
    });

    """#
}
