"""Cleans pages from Parquet to Parquet with Spark: spark-submit spark_job.py pages.parquet articles.parquet."""

from __future__ import annotations

import sys

from pyspark.sql import SparkSession

from dehusk.spark import clean_dataframe

spark = (
    SparkSession.builder.appName("dehusk").config("spark.sql.execution.arrow.maxRecordsPerBatch", "256").getOrCreate()
)
articles = clean_dataframe(spark.read.parquet(sys.argv[1]), html="html", url="url", id="id")
articles.where("status = 'kept'").write.parquet(sys.argv[2])
articles.groupBy("status", "reason").count().show(truncate=False)
