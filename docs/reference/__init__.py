"""The tables of the program go in, the pages of its reference come out, as MyST Markdown.

They are written whenever the site is built, and never by hand; so what they say is what is run.
"""

from reference import answers, commands, language, layouts, names, rules

PAGES = {
    "shown": answers.shown,
    "commands": commands.commands,
    "functions": language.functions,
    "rules": rules.rules,
    "schedules": rules.schedules,
    "rungs": rules.rungs,
    "api": names.api,
    "fields": layouts.fields,
}


def write(folder):
    """All pages, each only where it would change: what is the same is not built again."""
    folder.mkdir(exist_ok=True)
    for name, make in PAGES.items():
        path, text = folder / f"{name}.md", make()
        if not path.exists() or path.read_text("utf-8") != text:
            path.write_text(text, "utf-8")
