"""The peers that are Python packages, as workers of `cargo xtask versus`: worker.py NAME PAGES.

The protocol is that of xtask/worker/src/lib.rs. Each peer is called as its own documentation says, with the
settings that reach most on the development pages: comments off, as the references want.
"""
import json
import sys
from time import perf_counter_ns, process_time_ns


class Resiliparse:
    """Text only: resiliparse reads no metadata."""

    def __init__(self):
        from resiliparse.extract.html2text import extract_plain_text
        self.call = extract_plain_text

    def extract(self, page):
        return self.call(page["html"], main_content=True)

    def answer(self, text):
        return {"text": text}


class Trafilatura:
    def __init__(self):
        from trafilatura import bare_extraction
        self.call = bare_extraction

    def extract(self, page):
        return self.call(page["html"], url=page.get("url"), with_metadata=True, include_comments=False)

    def answer(self, document):
        if document is None:
            return {"text": ""}
        return {
            "text": document.text or "",
            "title": document.title or "",
            "author": document.author or "",
            "date": document.date or "",
        }


class Ftfy:
    """Repairs characters; a page is a text here."""

    def __init__(self):
        from ftfy import fix_text
        self.call = fix_text

    def extract(self, page):
        return self.call(page["html"])

    def answer(self, text):
        return {"text": text}


PEERS = {"ftfy": Ftfy, "resiliparse": Resiliparse, "trafilatura": Trafilatura}


def one(peer, page):
    empty = {"text": "", "title": "", "author": "", "date": ""}
    try:
        return empty | peer.answer(peer.extract(page))
    except Exception as error:  # whatever a peer raises, the page is empty and the reason is told
        return empty | {"error": f"{type(error).__name__}: {error}"}


def time(peer, pages):
    extract = peer.extract
    wall, cpu = perf_counter_ns(), process_time_ns()
    for page in pages:
        try:
            extract(page)
        except Exception:  # what failed is no output, and the time is spent
            pass
    cpu, wall = process_time_ns() - cpu, perf_counter_ns() - wall
    return {"cpu": cpu, "wall": wall}


def main():
    name, path = sys.argv[1:]
    peer = PEERS[name]()
    with open(path, encoding="utf-8", newline="\n") as lines:
        pages = [json.loads(line) for line in lines]
    # Pages may be printed about by a library; the protocol has its stream for itself.
    out, sys.stdout = sys.stdout, sys.stderr

    def say(value):
        print(json.dumps(value), file=out, flush=True)

    say({"pages": len(pages)})
    for line in sys.stdin:
        command, first, *count = line.split()
        if command == "page":
            say(one(peer, pages[int(first)]))
        elif command == "time":
            say(time(peer, pages[int(first):int(first) + int(count[0])]))
        else:
            sys.exit(f"no such command: {line!r}")


if __name__ == "__main__":
    main()
