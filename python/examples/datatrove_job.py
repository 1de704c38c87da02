"""Cleans web archives with datatrove, as FineWeb is made: python datatrove_job.py warcs/ articles/."""

from __future__ import annotations

import sys

from datatrove.executor import LocalPipelineExecutor
from datatrove.pipeline.readers import WarcReader
from datatrove.pipeline.writers import JsonlWriter

from dehusk.datatrove import DehuskExtractor

# Each task is a process, and begins with reading this file.
if __name__ == "__main__":
    LocalPipelineExecutor(
        pipeline=[WarcReader(sys.argv[1]), DehuskExtractor(), JsonlWriter(sys.argv[2])],
        tasks=2,
    ).run()
