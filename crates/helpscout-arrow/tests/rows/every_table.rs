//! Every table of every operation has a schema that readers can use.

use std::collections::HashSet;

use arrow_schema::DataType;
use helpscout_arrow::{Column, ColumnType, OriginColumns, ParquetRows, Schema};
use helpscout_description::Tables;
use parquet::basic::{ConvertedType, LogicalType, Type as PhysicalType};
use parquet::schema::types::Type;

use crate::read_back;

/// Calls a function with each table of each operation: its name, and its schema as a pull has it.
fn each(mut check: impl FnMut(&str, &Schema)) {
    let api = helpscout_description::embedded();
    assert!(api.operations.len() >= 41);
    for operation in &api.operations {
        let origin = OriginColumns {
            member: operation
                .parameter("user")
                .filter(|user| user.required)
                .map(|_| "user".to_owned()),
            window: operation.parameter("start").is_some(),
        };
        for table in &Tables::of(api, operation).list {
            let name = format!("{}.{}", operation.id, table.name);
            check(&name, &Schema::of(api, table, Some(&origin)));
            check(&name, &Schema::of(api, table, None));
        }
    }
}

#[test]
fn the_footer_of_a_file_has_the_types_of_its_columns() {
    each(|name, schema| {
        let file = ParquetRows::new(Vec::new(), schema).unwrap();
        let (counts, bytes) = file.finish().unwrap();
        assert_eq!(counts.rows, 0);
        assert_eq!(read_back::arrow_schema(&bytes), schema.arrow(), "{name}");
        let metadata = read_back::metadata(&bytes);
        let root = metadata.file_metadata().schema();
        let fields = root.get_fields();
        assert_eq!(fields.len(), schema.columns().len(), "{name}");
        for (column, field) in schema.columns().iter().zip(fields) {
            assert_eq!(field.name(), column.name, "{name}");
            assert_type(&format!("{name}.{}", column.name), &column.ty, field);
        }
    });
}

/// Compares a type of the footer with the rules for exports.
fn assert_type(name: &str, ty: &ColumnType, field: &Type) {
    let info = field.get_basic_info();
    assert_eq!(
        info.repetition(),
        parquet::basic::Repetition::OPTIONAL,
        "{name}"
    );
    let logical = info.logical_type_ref().cloned();
    match ty {
        ColumnType::List(element) => {
            assert_eq!(info.converted_type(), ConvertedType::LIST, "{name}");
            let [list] = field.get_fields() else {
                panic!("{name}: a list has one group");
            };
            let [inner] = list.get_fields() else {
                panic!("{name}: the group of a list has one field");
            };
            assert_eq!((list.name(), inner.name()), ("list", "element"), "{name}");
            assert_type(name, element, inner);
        }
        ColumnType::Object(members) => {
            let fields = field.get_fields();
            assert_eq!(fields.len(), members.len(), "{name}");
            assert!(
                !members.is_empty(),
                "{name}: an empty group can't be written"
            );
            for (member, field) in members.iter().zip(fields) {
                assert_type(&format!("{name}.{}", member.name), &member.ty, field);
            }
        }
        single => {
            let physical = match single {
                ColumnType::Integer | ColumnType::Instant(_) => PhysicalType::INT64,
                ColumnType::Number => PhysicalType::DOUBLE,
                ColumnType::Boolean => PhysicalType::BOOLEAN,
                ColumnType::Date => PhysicalType::INT32,
                _ => PhysicalType::BYTE_ARRAY,
            };
            assert_eq!(field.get_physical_type(), physical, "{name}");
            match single {
                ColumnType::Instant(_) => assert!(
                    matches!(&logical, Some(LogicalType::Timestamp { .. })),
                    "{name}: {logical:?}"
                ),
                ColumnType::Date => assert_eq!(logical, Some(LogicalType::Date), "{name}"),
                ColumnType::Text | ColumnType::Json => {
                    assert_eq!(logical, Some(LogicalType::String), "{name}");
                }
                _ => assert_eq!(logical, None, "{name}"),
            }
        }
    }
}

#[test]
fn types_of_lists_and_objects_are_those_of_arrow() {
    fn assert_named(name: &str, ty: &DataType) {
        match ty {
            DataType::List(field) => {
                assert_eq!(field.name(), "element", "{name}");
                assert_named(name, field.data_type());
            }
            DataType::Struct(fields) => {
                for field in fields {
                    assert_named(field.name(), field.data_type());
                }
            }
            DataType::Timestamp(unit, zone) => {
                let shown = format!("{unit:?} {zone:?}");
                assert_eq!(shown, "Microsecond Some(\"UTC\")", "{name}");
            }
            DataType::Int64 | DataType::Float64 | DataType::Utf8 | DataType::Boolean => {}
            DataType::Date32 => {}
            other => panic!("{name}: readers treat {other} differently"),
        }
    }
    each(|name, schema| {
        for field in schema.arrow().fields() {
            assert_named(name, field.data_type());
        }
    });
}

#[test]
fn names_differ_without_regard_to_case_and_are_not_those_of_a_path() {
    each(|name, schema| {
        let mut names = HashSet::new();
        let has_origin = !schema.origin_columns().is_empty();
        if has_origin {
            let of_user = |column: &Column| column.name == "userId";
            let has_user = schema.origin_columns().iter().any(of_user);
            names.extend(has_user.then_some("user".to_owned()));
            let windowed = |column: &Column| column.name == "windowStart";
            let has_window = schema.origin_columns().iter().any(windowed);
            names.insert(if has_window { "window" } else { "snapshot" }.to_owned());
        }
        for column in schema.columns() {
            assert!(
                names.insert(column.name.to_lowercase()),
                "{name}: {}",
                column.name
            );
            // Reserved in DuckDB.
            assert_ne!(column.name, "at", "{name}");
        }
        let described = schema
            .row_columns()
            .iter()
            .filter(|column| column.name != column.key);
        let renamed: Vec<&str> = described.map(|column| column.key.as_str()).collect();
        assert!(
            renamed.is_empty(),
            "{name}: {renamed:?} are names of a pull"
        );
    });
}
