//! Which values are of a type, for `IS ::`. What types there are is `syntax::value_type`'s business.

use quiver_types::Value;

use crate::exec::operators::is_storable;
use crate::syntax::ast::{TypeKind, TypeMember, ValueType};

/// Whether a value is of the type. It never fails: null is of every type that allows it.
pub(super) fn is_of(value: &Value, ty: &ValueType) -> bool {
    ty.members.iter().any(|member| is_of_member(value, member))
}

fn is_of_member(value: &Value, member: &TypeMember) -> bool {
    if value.is_null() {
        return !member.not_null && member.kind != TypeKind::Nothing;
    }
    match (&member.kind, value) {
        (TypeKind::Any, _) => true,
        (TypeKind::Nothing | TypeKind::Null, _) => false,
        (TypeKind::PropertyValue, value) => is_storable(value),
        (TypeKind::List(of), Value::List(items)) => items.iter().all(|item| is_of(item, of)),
        (TypeKind::List(of), Value::Bytes(bytes)) => bytes
            .iter()
            .all(|byte| is_of(&Value::Integer(i64::from(byte.cast_signed())), of)),
        (TypeKind::List(_), _) => false,
        (TypeKind::Vector(coordinates, dimension), Value::Vector(vector)) => {
            coordinates.is_none_or(|of| vector.coordinate_type() == of)
                && dimension.is_none_or(|of| vector.dimension() == of)
        }
        (TypeKind::Vector(..), _) => false,
        (TypeKind::Named(name), value) => value.type_name() == *name,
    }
}
