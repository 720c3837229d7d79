//! The bytes of files: the same each time, in row groups of bounded size, and whole or not at all.

use std::fs;
use std::io::{self, Write};

use helpscout_arrow::{ParquetRows, RowsError, rows_of_file};
use parquet::basic::{Compression, Encoding};
use tempfile::tempdir;

use crate::{read_back, schema_of, written};

/// Returns a row with a text that no other row has, and that does not compress to nothing.
fn row(number: u64) -> String {
    let mut state = number;
    let noise = std::iter::repeat_with(|| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        char::from(b'a' + u8::try_from(state >> 59).unwrap_or_default().min(25))
    });
    let name: String = noise.take(200).collect();
    format!(
        r#"{{"number":{number},"id":{},"customers":[{{"id":{number},"name":"{name}"}}]}}"#,
        4_845_671_933 - number
    )
}

#[test]
fn the_same_rows_are_the_same_bytes() {
    let schema = schema_of("user_conversation_history", "rows");
    let rows: Vec<String> = (0..3000).map(row).collect();
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    assert!(written(&schema, &rows).unwrap() == written(&schema, &rows).unwrap());
}

#[test]
fn row_groups_are_written_as_rows_come() {
    /// Counts what reaches it.
    struct Reached<'r>(&'r mut usize);
    impl Write for Reached<'_> {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            *self.0 += bytes.len();
            Ok(bytes.len())
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }
    let schema = schema_of("user_conversation_history", "rows");
    let (mut reached, mut sent) = (0, 0);
    let mut file = ParquetRows::new(Reached(&mut reached), &schema).unwrap();
    for number in 0..24_000 {
        let row = row(number);
        sent += row.len();
        file.push(&row, None).unwrap();
    }
    // The file is not finished, and what is left in memory is small.
    drop(file);
    assert!(
        sent > 6_000_000 && reached > 2_500_000,
        "{reached} of {sent} bytes"
    );

    let rows: Vec<String> = (0..24_000).map(row).collect();
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    let bytes = written(&schema, &rows).unwrap();
    let metadata = read_back::metadata(&bytes);
    assert!(metadata.num_row_groups() > 2);
    for group in metadata.row_groups() {
        assert!(
            group.total_byte_size() < 4_000_000,
            "{}",
            group.total_byte_size()
        );
    }
    let numbers = read_back::rows(&bytes);
    let numbers = numbers.iter().map(|row| row["number"].as_u64().unwrap());
    assert!(numbers.eq(0..24_000));
}

#[test]
fn a_file_is_compressed_and_its_ids_are_differences() {
    let schema = schema_of("user_conversation_history", "rows");
    let row = row(7);
    let bytes = written(&schema, &[&row, &row]).unwrap();
    let metadata = read_back::metadata(&bytes);
    assert_eq!(metadata.file_metadata().created_by(), Some("helpscout"));
    for column in metadata.row_group(0).columns() {
        let name = column.column_path().string();
        assert!(
            matches!(column.compression(), Compression::ZSTD(_)),
            "{name}"
        );
        let encodings: Vec<Encoding> = column.encodings().collect();
        let is_delta = encodings.contains(&Encoding::DELTA_BINARY_PACKED);
        assert_eq!(
            is_delta,
            name == "id" || name == "number",
            "{name}: {encodings:?}"
        );
    }
}

#[test]
fn rows_of_a_file_are_counted_and_a_file_that_is_cut_off_is_refused() {
    let folder = tempdir().unwrap();
    let path = folder.path().join("x.parquet");
    let schema = schema_of("user_conversation_history", "rows");
    for count in [0, 1, 2000] {
        let rows: Vec<String> = (0..count).map(row).collect();
        let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
        let bytes = written(&schema, &rows).unwrap();
        fs::write(&path, &bytes).unwrap();
        assert_eq!(rows_of_file(&path).unwrap(), count);
        fs::write(&path, &bytes[..bytes.len() - 20]).unwrap();
        assert!(matches!(rows_of_file(&path), Err(RowsError::Parquet(_))));
    }
    let missing = rows_of_file(&folder.path().join("no.parquet")).unwrap_err();
    assert!(matches!(missing, RowsError::Io(error) if error.kind() == io::ErrorKind::NotFound));
}

/// A destination that is full after some bytes.
#[derive(Debug)]
struct Full(usize);

impl Write for Full {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0 = self
            .0
            .checked_sub(bytes.len())
            .ok_or(io::ErrorKind::StorageFull)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn a_full_disk_is_an_error_that_says_so_whenever_it_happens() {
    let schema = schema_of("user_conversation_history", "rows");
    let whole = {
        let mut file = ParquetRows::new(Vec::new(), &schema).unwrap();
        (0..9000).for_each(|number| file.push(&row(number), None).unwrap());
        file.finish().unwrap().1.len()
    };
    for room in [0, 4, 100_000, whole - 9000, whole - 1] {
        let write = || -> Result<(), RowsError> {
            let mut file = ParquetRows::new(Full(room), &schema)?;
            for number in 0..9000 {
                if let Err(error) = file.push(&row(number), None) {
                    assert!(matches!(file.push("{}", None), Err(RowsError::Incomplete)));
                    assert!(matches!(file.finish(), Err(RowsError::Incomplete)));
                    return Err(error);
                }
            }
            file.finish().map(|_| ())
        };
        match write() {
            Err(RowsError::Io(error)) => assert_eq!(error.kind(), io::ErrorKind::StorageFull),
            other => panic!("{room}: {other:?}"),
        }
    }
}

#[test]
fn a_file_with_a_row_that_does_not_fit_can_not_be_finished() {
    let schema = schema_of("user_conversation_history", "rows");
    let mut file = ParquetRows::new(Vec::new(), &schema).unwrap();
    file.push(r#"{"customers":[{"id":1},{"id":"x"}]}"#, None)
        .unwrap_err();
    assert!(matches!(file.finish(), Err(RowsError::Incomplete)));
}
