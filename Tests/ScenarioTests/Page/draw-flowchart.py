#!/usr/bin/python3
"""draw-flowchart.py FOLDER FILE: draws the Mermaid flowchart in FILE with the Mermaid in FOLDER, in headless
Chromium, and prints as JSON how much of it was drawn, or what Mermaid has against it."""

import importlib.util
import json
import pathlib
import sys
import tempfile

from selenium import webdriver
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service

DRAW = """
try {
  mermaid.initialize({startOnLoad: false, securityLevel: "strict", maxTextSize: 1e7});
  let drawing = "";
  mermaid.render("chart", arguments[0], svg => { drawing = svg; });
  const box = document.createElement("div");
  box.innerHTML = drawing;
  document.body.append(box);
  const count = selector => box.querySelectorAll(selector).length;
  return {nodes: count(".node"), clusters: count(".cluster"), edges: count(".edgePaths path.path, .edgePaths > path"),
    text: box.textContent, error: null};
} catch (error) {
  return {nodes: 0, clusters: 0, edges: 0, text: "", error: String(error.str || error.message)};
}"""


def script(folder):
    place = pathlib.Path(folder) / "pymermaid/mermaid_js.py"
    specification = importlib.util.spec_from_file_location("mermaid_js", place)
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module.mermaid_js


def main():
    folder, file = sys.argv[1:]
    options = Options()
    options.binary_location = "/usr/bin/chromium"
    for argument in ("--headless=new", "--no-sandbox", "--disable-gpu"):
        options.add_argument(argument)
    browser = webdriver.Chrome(service=Service("/usr/bin/chromedriver"), options=options)
    try:
        with tempfile.NamedTemporaryFile("w", suffix=".html") as page:
            page.write("<!DOCTYPE html><meta charset=utf-8><body></body>")
            page.flush()
            browser.get("file://" + page.name)
            browser.execute_script(script(folder))
            drawn = browser.execute_script(DRAW, pathlib.Path(file).read_text(encoding="utf-8"))
        json.dump(drawn, sys.stdout)
    finally:
        browser.quit()


main()
