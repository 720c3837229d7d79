//! Values that can be sent in a query.

/// A value that can be sent in a query: a number, a text, an instant, a date, an ID, or a value of an
/// enumeration.
///
/// ```
/// use helpscout_runtime::jiff::Timestamp;
/// use helpscout_runtime::wire::ToWire;
///
/// let start: Timestamp = "2019-05-02T14:00:00+02:00".parse()?;
/// assert_eq!(start.to_wire(), "2019-05-02T12:00:00Z");
/// assert_eq!(true.to_wire(), "true");
/// # Ok::<(), helpscout_runtime::jiff::Error>(())
/// ```
pub trait ToWire {
    /// Returns the text that is sent, before percent encoding.
    fn to_wire(&self) -> String;

    /// Returns whether the value can be sent. A number that is not finite can't, nor can an empty ID.
    #[doc(hidden)]
    fn is_sendable(&self) -> bool {
        true
    }
}

impl ToWire for i64 {
    fn to_wire(&self) -> String {
        self.to_string()
    }
}

impl ToWire for f64 {
    fn to_wire(&self) -> String {
        self.to_string()
    }

    fn is_sendable(&self) -> bool {
        self.is_finite()
    }
}

impl ToWire for bool {
    fn to_wire(&self) -> String {
        self.to_string()
    }
}

impl ToWire for str {
    fn to_wire(&self) -> String {
        self.to_owned()
    }
}

impl ToWire for String {
    fn to_wire(&self) -> String {
        self.clone()
    }
}

impl<T: ToWire + ?Sized> ToWire for &T {
    fn to_wire(&self) -> String {
        (**self).to_wire()
    }

    fn is_sendable(&self) -> bool {
        (**self).is_sendable()
    }
}
