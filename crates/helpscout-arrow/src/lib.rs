//! Rows of reports as Arrow record batches and Parquet files, with the types of the description.
