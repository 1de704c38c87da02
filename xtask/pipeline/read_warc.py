"""Reads a WARC file with fastwarc as often as it is asked to, and prints how long each round took.

A round does what dehusk's reader does: every record, its HTTP header parsed, the bytes of its body. Usage:
read_warc.py FILE; each line on standard input is a round.
"""

import sys
import time

from fastwarc.warc import ArchiveIterator, WarcRecordType


def read(path: str) -> tuple[int, int]:
    records = size = 0
    with open(path, "rb") as file:
        for record in ArchiveIterator(file, parse_http=True):
            records += 1
            if record.record_type == WarcRecordType.response:
                size += len(record.reader.read())
    return records, size


for _ in sys.stdin:
    began = time.process_time()
    records, size = read(sys.argv[1])
    print(records, size, time.process_time() - began, flush=True)
