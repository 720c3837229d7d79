//! Lists of columns, as they are typed: with commas between them, which titles may have, too.

use super::column::Column;

/// Returns the names of a list that was divided at its commas. Those within quotes, or within the title
/// of a column such as `Response time, 90 %`, divide nothing. A name may have an order behind it:
/// `Response time, 90 %:desc`.
pub(super) fn joined<'n>(
    pieces: impl Iterator<Item = &'n String>,
    columns: &[Column],
) -> Vec<String> {
    let pieces: Vec<&str> = pieces.map(String::as_str).collect();
    let mut names = Vec::new();
    let mut rest = pieces.as_slice();
    while !rest.is_empty() {
        let length = quoted(rest).or_else(|| titled(rest, columns)).unwrap_or(1);
        let (name, others) = rest.split_at(length);
        let name = name.join(",");
        // Quotes may be around the order, too.
        names.push(match name.trim().strip_prefix('"') {
            Some(inner) if inner.ends_with('"') => inner[..inner.len() - 1].to_owned(),
            _ => name,
        });
        rest = others;
    }
    names
}

/// Returns the number of pieces that quotes hold together.
fn quoted(pieces: &[&str]) -> Option<usize> {
    let first = pieces.first()?.trim_start().strip_prefix('"')?;
    let is_end = |piece: &str| piece.trim_end().ends_with('"') || piece.contains("\":");
    if is_end(first) {
        return Some(1);
    }
    let last = pieces.iter().skip(1).position(|piece| is_end(piece))?;
    Some(last + 2)
}

/// Returns the number of pieces that are the title of a column, the most that are one.
fn titled(pieces: &[&str], columns: &[Column]) -> Option<usize> {
    (2..=pieces.len()).rev().find(|length| {
        let name = pieces[..*length].join(",");
        let ordered = name.rsplit_once(':');
        let ordered = ordered.filter(|(_, order)| !order.contains(','));
        let title = ordered.map_or(name.as_str(), |(title, _)| title);
        let mut columns = columns.iter();
        columns.any(|column| column.is_titled_exactly(title) || column.is_titled_exactly(&name))
    })
}

#[cfg(test)]
mod tests {
    use helpscout_description::Type;

    use super::*;

    #[test]
    fn commas_of_titles_and_quotes_divide_nothing() {
        let column = |name: &str, title: &str| {
            Column::derived(name, Type::Number, None).titled(title.to_owned())
        };
        let columns = [
            column("firstName", "First name"),
            column("responseTimeMedianSeconds", "Response time"),
            column("responseTimeP90Seconds", "Response time, 90 %"),
            column("responseTimeN", "Response time, n"),
        ];
        let read = |typed: &str| {
            let pieces: Vec<String> = typed.split(',').map(str::to_owned).collect();
            joined(pieces.iter(), &columns)
        };
        let title = "Response time, 90 %";
        assert_eq!(read(title), [title]);
        assert_eq!(
            read("response time,90 %:desc,Response time, n,key"),
            ["response time,90 %:desc", "Response time, n", "key"]
        );
        assert_eq!(
            read("Response time,firstName"),
            ["Response time", "firstName"]
        );
        // Without its comma it is the key of another column.
        assert_eq!(read("first,name"), ["first", "name"]);
        assert_eq!(
            read("\"Response time, 90 %\",key"),
            ["Response time, 90 %", "key"]
        );
        assert_eq!(
            read("\"Response time, 90 %:desc\""),
            ["Response time, 90 %:desc"]
        );
        assert_eq!(
            read("\"Response time, 90 %\":desc,key"),
            ["\"Response time, 90 %\":desc", "key"]
        );
        assert_eq!(read("\"open, and more"), ["\"open", " and more"]);
    }
}
