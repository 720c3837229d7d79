//! What the serialized description leaves out: fields with the default value of their type.

/// Returns whether a value is the default of its type.
pub(super) fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}
