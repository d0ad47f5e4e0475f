//! Types as `IS ::` names them: what was written, in one form whatever the spelling.
//!
//! Which values are of a type is `exec::evaluate::typed`'s business. Meet [`ValueType`] first.

use std::fmt;

/// A type, or an alternative of several.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ValueType {
    /// At least one.
    pub members: Vec<TypeMember>,
}

/// One type of an alternative.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TypeMember {
    /// Which.
    pub kind: TypeKind,
    /// `NOT NULL`.
    pub not_null: bool,
}

/// The types.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum TypeKind {
    /// Every value.
    Any,
    /// No value at all.
    Nothing,
    /// Null alone.
    Null,
    /// What a property can hold.
    PropertyValue,
    /// Lists of a type.
    List(Box<ValueType>),
    /// Vectors: of coordinates of this type, and of so many, where that is said.
    Vector(Option<&'static str>, Option<usize>),
    /// Values of the one type that has this name in `valueType()`.
    Named(&'static str),
}

impl fmt::Display for ValueType {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (position, member) in self.members.iter().enumerate() {
            if position > 0 {
                out.write_str(" | ")?;
            }
            match &member.kind {
                TypeKind::Any => out.write_str("ANY")?,
                TypeKind::Nothing => out.write_str("NOTHING")?,
                TypeKind::Null => out.write_str("NULL")?,
                TypeKind::PropertyValue => out.write_str("PROPERTY VALUE")?,
                TypeKind::List(of) => write!(out, "LIST<{of}>")?,
                TypeKind::Vector(coordinates, dimension) => {
                    out.write_str("VECTOR")?;
                    if let Some(coordinates) = coordinates {
                        write!(out, "<{coordinates}>")?;
                    }
                    if let Some(dimension) = dimension {
                        write!(out, "({dimension})")?;
                    }
                }
                TypeKind::Named(name) => out.write_str(name)?,
            }
            if member.not_null {
                out.write_str(" NOT NULL")?;
            }
        }
        Ok(())
    }
}
