//! Vectors of numbers of one width (Bolt 6.0).

/// A vector's elements.
#[derive(Clone, PartialEq, Debug)]
pub enum Vector {
    /// `INTEGER8`.
    Int8(Vec<i8>),
    /// `INTEGER16`.
    Int16(Vec<i16>),
    /// `INTEGER32`.
    Int32(Vec<i32>),
    /// `INTEGER`.
    Int64(Vec<i64>),
    /// `FLOAT32`.
    Float32(Vec<f32>),
    /// `FLOAT`.
    Float64(Vec<f64>),
}

impl Vector {
    /// Number of elements.
    pub fn dimension(&self) -> usize {
        match self {
            Self::Int8(v) => v.len(),
            Self::Int16(v) => v.len(),
            Self::Int32(v) => v.len(),
            Self::Int64(v) => v.len(),
            Self::Float32(v) => v.len(),
            Self::Float64(v) => v.len(),
        }
    }

    /// The coordinate type's name as Neo4j spells it in `VECTOR(<dimension>, <type>)`.
    pub fn coordinate_type(&self) -> &'static str {
        match self {
            Self::Int8(_) => "INTEGER8",
            Self::Int16(_) => "INTEGER16",
            Self::Int32(_) => "INTEGER32",
            Self::Int64(_) => "INTEGER",
            Self::Float32(_) => "FLOAT32",
            Self::Float64(_) => "FLOAT",
        }
    }

    /// Bytes held on the heap.
    pub fn heap_size(&self) -> usize {
        let width = match self {
            Self::Int8(_) => 1,
            Self::Int16(_) => 2,
            Self::Int32(_) | Self::Float32(_) => 4,
            Self::Int64(_) | Self::Float64(_) => 8,
        };
        width * self.dimension()
    }
}
