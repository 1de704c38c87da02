"""Cleans pages from Parquet to Parquet with Ray Data: python ray_job.py pages/ articles/."""

from __future__ import annotations

import sys

import ray

from dehusk.ray import clean_dataset

clean_dataset(ray.data.read_parquet(sys.argv[1]), html="html", url="url", id="id").write_parquet(sys.argv[2])
