#!/usr/bin/python3
"""browse.py PAGE FILTER...: opens a page of `symdemote audit --format=html` in headless Chromium, uses it as
a reader with a keyboard would, and prints as JSON what was seen."""

import json
import sys

from selenium import webdriver
from selenium.common.exceptions import TimeoutException
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait


def start(*arguments):
    options = Options()
    options.binary_location = "/usr/bin/chromium"
    usual = ("--headless=new", "--no-sandbox", "--disable-gpu", "--window-size=1300,1000")
    for argument in (*usual, *arguments):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    browser = webdriver.Chrome(service=Service("/usr/bin/chromedriver"), options=options)
    browser.set_page_load_timeout(120)
    return browser


def shown(browser, selector):
    """How many elements are rendered."""
    return browser.execute_script(
        "return Array.from(document.querySelectorAll(arguments[0]))"
        ".filter(element => element.getClientRects().length > 0).length", selector)


def type_keys(browser, *keys):
    ActionChains(browser).send_keys(*keys).perform()


def opened(browser, address):
    """Opens the page and waits until it is drawn: keys that come before that are lost."""
    browser.get(address)
    WebDriverWait(browser, 60).until(lambda _: browser.execute_script(
        "return performance.getEntriesByType('paint').length > 0"))
    browser.execute_async_script(
        "const done = arguments[0]; requestAnimationFrame(() => requestAnimationFrame(() => done()))")


def focused(browser):
    """The value of what has the focus, once something has it."""
    try:
        WebDriverWait(browser, 30).until(lambda _: browser.execute_script(
            "return document.activeElement !== document.body"))
    except TimeoutException:
        return None
    return browser.switch_to.active_element.get_attribute("value")


def filtered(browser, field, text):
    """The rows left by a filter that is typed in, and what the page says of them."""
    field.send_keys(Keys.CONTROL, "a")
    field.send_keys(Keys.DELETE)
    count = browser.find_element(By.CSS_SELECTOR, ".count")
    before = count.text
    field.send_keys(text)
    WebDriverWait(browser, 30).until(lambda _: count.text != before)
    return {"rows": shown(browser, "tbody tr"), "count": count.text}


def background(browser):
    return browser.execute_script("return getComputedStyle(document.body).backgroundColor")


def media(browser, **features):
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {
        "media": features.pop("media", ""),
        "features": [{"name": name.replace("_", "-"), "value": value}
                     for name, value in features.items()]})


def main():
    address = "file://" + sys.argv[1]
    words = sys.argv[2:]
    seen = {}
    browser = start()
    try:
        browser.execute_cdp_cmd("Browser.grantPermissions", {
            "permissions": ["clipboardReadWrite", "clipboardSanitizedWrite"]})
        opened(browser, address)
        seen["rows"] = shown(browser, "tbody tr")
        seen["boxes"] = shown(browser, "figure svg .box")
        seen["requests"] = browser.execute_script(
            "return performance.getEntriesByType('resource').length")
        seen["width"] = browser.execute_script(
            "return document.documentElement.scrollWidth - document.documentElement.clientWidth")
        seen["before"] = {"red": shown(browser, "svg path.captured"),
                          "green": shown(browser, "svg path.cured")}
        seen["labels"] = browser.execute_script(
            "return Array.from(document.querySelectorAll('input, button'))"
            ".every(e => e.labels?.length > 0 || e.textContent !== '')")

        # The filter, from the keyboard.
        type_keys(browser, "/")
        field = browser.switch_to.active_element
        seen["focus"] = field.get_attribute("type")
        seen["filters"] = [filtered(browser, field, word) for word in words]

        # The switch: Tab to it, an arrow key to choose.
        opened(browser, address)
        type_keys(browser, Keys.TAB)
        seen["switch"] = focused(browser)
        type_keys(browser, Keys.ARROW_RIGHT)
        seen["after"] = {"red": shown(browser, "svg path.captured"),
                         "green": shown(browser, "svg path.cured")}
        type_keys(browser, Keys.ARROW_LEFT)
        seen["again"] = {"red": shown(browser, "svg path.captured"),
                         "green": shown(browser, "svg path.cured")}

        # The command, copied with the keyboard.
        button = browser.find_element(By.CSS_SELECTOR, "button.copy")
        browser.execute_script("arguments[0].focus()", button)
        type_keys(browser, Keys.ENTER)
        WebDriverWait(browser, 10).until(lambda _: button.text == "Copied")
        seen["clipboard"] = browser.execute_script("return navigator.clipboard.readText()")

        media(browser, prefers_color_scheme="light")
        seen["light"] = background(browser)
        media(browser, prefers_color_scheme="dark")
        seen["dark"] = background(browser)
        media(browser, media="print")
        seen["printed"] = {"controls": shown(browser, ".controls, .filter, button"),
                           "rows": shown(browser, "tbody tr")}
        media(browser)
        seen["console"] = [entry["message"] for entry in browser.get_log("browser")]
    finally:
        browser.quit()

    # Without a script everything is there that needs none.
    browser = start("--blink-settings=scriptEnabled=false")
    try:
        browser.get(address)
        seen["unscripted"] = {
            "rows": len(browser.find_elements(By.CSS_SELECTOR, "tbody tr")),
            "buttons": sum(e.is_displayed() for e in browser.find_elements(By.CSS_SELECTOR, "button"))}
    finally:
        browser.quit()
    json.dump(seen, sys.stdout)


main()
