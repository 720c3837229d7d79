//! A macro that calls another one for the query type of every operation of the client.

use std::fs;
use std::path::Path;

/// Writes `operations.rs`. It follows the embedded description, which is generated
/// together with the client.
pub(crate) fn write(embedded: &Path, out: &Path) {
    println!("cargo::rerun-if-changed={}", embedded.display());
    let text = fs::read_to_string(embedded).expect("the description is committed");
    let api = helpscout_description::Api::from_json(&text).expect("the description was generated");
    let calls: String = api
        .operations
        .iter()
        .map(|operation| format!("        $visit!({});\n", operation.rust))
        .collect();
    let text =
        format!("macro_rules! each_operation {{\n    ($visit:ident) => {{\n{calls}    }};\n}}\n");
    fs::write(out.join("operations.rs"), text).expect("OUT_DIR is writable");
}
