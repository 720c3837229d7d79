//! Values that can be sent in a query.

/// A value that can be sent in a query.
pub trait ToWire {
    /// Returns the text that is sent, before percent encoding.
    fn to_wire(&self) -> String;
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
}
