//! Kernels against the row-by-row path, which is the oracle: random expressions over random
//! columns, with and without a selection, must agree in values and in failing.

use std::sync::Arc;

use proptest::prelude::*;
use quiver_storage::{
    AccessMode, Database, DatabaseOptions, GraphView, SyncMode, TransactionOptions,
};
use quiver_types::compare::equivalent;
use quiver_types::time::ManualClock;
use quiver_types::{Map, NodeId, Value};

use super::Frame;
use crate::dbms::NoServer;
use crate::edge::{Interrupt, QueryType};
use crate::engine::ExecutionContext;
use crate::exec::FunctionContext;
use crate::exec::batch::Batch;
use crate::exec::column::Column;
use crate::exec::prepared::{Planned, Prepared, PreparedMode};
use crate::exec::run::RunState;
use crate::plan::expression::{ArithmeticOp, BinaryOp, CompareOp};
use crate::plan::{Expr, KeyRef, Operator, OperatorKind, Plan, SlotId};
use crate::syntax::ast::Language;

const SLOTS: u32 = 4;

fn plan() -> Plan {
    Plan {
        root: Operator {
            id: 0,
            kind: OperatorKind::Argument,
            estimated_rows: 1.0,
        },
        slots: (0..SLOTS).map(|at| format!("s{at}").into()).collect(),
        locals: 0,
        columns: Vec::new(),
        labels: Vec::new(),
        relationship_types: Vec::new(),
        property_keys: vec!["p".into(), "absent".into()],
        parameters: Vec::new(),
        query_type: QueryType::Read,
        schema_epoch: 0,
    }
}

/// Runs `body` over a graph of four nodes, whose `p` is 1, 2.5, 'x' and missing.
fn with_context(body: impl FnOnce(&FunctionContext<'_>, &[NodeId])) {
    let clock = Arc::new(ManualClock::default());
    let database = Database::in_memory(DatabaseOptions {
        sync_mode: SyncMode::Full,
        clock: clock.clone(),
        seed: 1,
    })
    .unwrap();
    let key = database.tokens().get_or_create_property_key("p").unwrap();
    let mut transaction = database.begin(TransactionOptions {
        mode: AccessMode::Write,
        memory_limit: 0,
        lock_timeout_ms: 0,
    });
    transaction.begin_statement();
    let nodes: Vec<NodeId> = [Value::Integer(1), 2.5.into(), "x".into(), Value::Null]
        .into_iter()
        .map(|value| transaction.create_node(&[], &[(key, value)]).unwrap())
        .collect();
    let execution = ExecutionContext {
        dbms: Arc::new(NoServer::default()),
        clock,
        interrupt: Arc::new(Interrupt::default()),
        transaction_start: 0,
    };
    let prepared = Planned::new(
        plan(),
        PreparedMode::Run,
        0.0,
        Vec::new(),
        Language::Cypher5,
    );
    let prepared = Prepared::new(Arc::new(prepared), Vec::new());
    let state = RunState::new(Arc::new(prepared), &Map::new(), execution.clone()).unwrap();
    let view: GraphView<'_> = transaction.view();
    let context = FunctionContext {
        view: &view,
        database: &database,
        execution: &execution,
        statement_start: 0,
        transaction: &transaction,
        state: &state,
    };
    body(&context, &nodes);
}

fn scalar() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::Boolean),
        prop_oneof![-3i64..4, Just(i64::MAX), Just(i64::MIN), Just(1 << 53)]
            .prop_map(Value::Integer),
        prop_oneof![
            Just(f64::NAN),
            Just(0.5),
            Just(-0.0),
            Just(2.0),
            Just(9.007e15)
        ]
        .prop_map(Value::Float),
        "[ab]{0,2}".prop_map(Value::from),
    ]
}

/// Columns of one type with nulls, mixed ones, constants, and nodes (as `Integer(n)` marks, which
/// the test turns into nodes).
#[derive(Clone, Debug)]
enum Kind {
    Mixed(Vec<Value>),
    Nodes(Vec<Option<usize>>),
    Constant(Value),
}

const ROWS: usize = 6;

fn kind() -> impl Strategy<Value = Kind> {
    let typed = |each: BoxedStrategy<Value>| {
        let nullable = prop_oneof![4 => each, 1 => Just(Value::Null)];
        prop::collection::vec(nullable, ROWS).prop_map(Kind::Mixed)
    };
    prop_oneof![
        typed((-3i64..4).prop_map(Value::Integer).boxed()),
        typed(
            prop_oneof![Just(f64::NAN), Just(0.5), Just(2.0)]
                .prop_map(Value::Float)
                .boxed()
        ),
        typed("[ab]{0,2}".prop_map(Value::from).boxed()),
        typed(any::<bool>().prop_map(Value::Boolean).boxed()),
        prop::collection::vec(scalar(), ROWS).prop_map(Kind::Mixed),
        prop::collection::vec(prop::option::of(0usize..4), ROWS).prop_map(Kind::Nodes),
        scalar().prop_map(Kind::Constant),
    ]
}

fn expression() -> impl Strategy<Value = Expr> {
    let leaf = prop_oneof![
        scalar().prop_map(Expr::Literal),
        (0..SLOTS).prop_map(|slot| Expr::Slot(SlotId(slot))),
        ((0..SLOTS), 0u32..2).prop_map(|(slot, key)| {
            let name = ["p", "absent"][key as usize].into();
            Expr::Property(Box::new(Expr::Slot(SlotId(slot))), KeyRef(key), name)
        }),
    ];
    leaf.prop_recursive(3, 12, 3, |inner| {
        let compare = prop_oneof![
            Just(CompareOp::Equal),
            Just(CompareOp::NotEqual),
            Just(CompareOp::Less),
            Just(CompareOp::LessOrEqual),
            Just(CompareOp::Greater),
            Just(CompareOp::GreaterOrEqual),
        ];
        let arithmetic = prop_oneof![
            Just(ArithmeticOp::Add),
            Just(ArithmeticOp::Subtract),
            Just(ArithmeticOp::Multiply),
            Just(ArithmeticOp::Divide),
            Just(ArithmeticOp::Modulo),
        ];
        let binary = prop_oneof![
            Just(BinaryOp::StartsWith),
            Just(BinaryOp::EndsWith),
            Just(BinaryOp::Contains),
        ];
        let list = prop::collection::vec(inner.clone(), 1..3).prop_map(Expr::List);
        prop_oneof![
            (inner.clone(), compare, inner.clone())
                .prop_map(|(a, op, b)| Expr::Compare(Box::new(a), vec![(op, b)])),
            (inner.clone(), arithmetic, inner.clone())
                .prop_map(|(a, op, b)| Expr::Arithmetic(Box::new(a), vec![(op, b)])),
            (inner.clone(), binary, inner.clone()).prop_map(|(a, op, b)| Expr::Binary(
                op,
                Box::new(a),
                Box::new(b)
            )),
            (inner.clone(), list).prop_map(|(a, b)| Expr::Binary(
                BinaryOp::In,
                Box::new(a),
                Box::new(b)
            )),
            prop::collection::vec(inner.clone(), 2..4).prop_map(Expr::And),
            prop::collection::vec(inner.clone(), 2..4).prop_map(Expr::Or),
            (
                prop::collection::vec((inner.clone(), inner.clone()), 1..3),
                prop::option::of(inner.clone())
            )
                .prop_map(|(branches, otherwise)| Expr::Case {
                    subject: None,
                    branches,
                    otherwise: otherwise.map(Box::new),
                }),
            (inner.clone(), any::<bool>()).prop_map(|(a, b)| Expr::IsNull(Box::new(a), b)),
            inner.prop_map(|a| Expr::Not(Box::new(a))),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn kernels_agree_with_the_oracle(
        kinds in prop::collection::vec(kind(), SLOTS as usize),
        selection in prop::option::of(prop::sample::subsequence((0..ROWS as u32).collect::<Vec<_>>(), 0..=ROWS)),
        expr in expression(),
    ) {
        with_context(|context, nodes| {
            let mut batch = Batch::of_rows(SLOTS as usize, ROWS);
            for (slot, kind) in kinds.into_iter().enumerate() {
                let column = match kind {
                    Kind::Mixed(values) => Column::from_values(values),
                    Kind::Nodes(marks) => Column::from_values(
                        marks
                            .into_iter()
                            .map(|mark| mark.map_or(Value::Null, |at| Value::Node(nodes[at]))),
                    ),
                    Kind::Constant(value) => Column::Constant(value),
                };
                batch.set(SlotId(slot as u32), column);
            }
            if let Some(selection) = selection {
                batch.select(selection);
            }
            let fast = context.column(&expr, &batch);
            let slow = context.column_row_by_row(&expr, &batch);
            match (&fast, &slow) {
                (Ok(fast), Ok(slow)) => {
                    for row in 0..batch.len() {
                        let (fast, slow) = (fast.get(row), slow.get(row));
                        assert!(equivalent(&fast, &slow), "{expr:?}: {fast:?} {slow:?}");
                        assert_eq!(fast.type_name(), slow.type_name());
                    }
                }
                (Err(_), Err(_)) => {}
                // With no rows there is nothing to fail on; and a conjunction that decides a CASE leaves
                // out what is unknown already, as below.
                _ => {
                    let lenient = fast.is_ok() && format!("{expr:?}").contains("And(");
                    assert!(batch.is_empty() || lenient, "{expr:?}: {fast:?} {slow:?}");
                }
            }
            let mut frame = Frame::new(&batch, 0);
            let slow: Result<Vec<u32>, _> = (0..batch.len())
                .filter_map(|row| {
                    frame.go(row);
                    match context.predicate(&expr, &mut frame) {
                        Ok(Some(true)) => Some(Ok(row as u32)),
                        Ok(_) => None,
                        Err(error) => Some(Err(error)),
                    }
                })
                .collect();
            match (context.true_rows(&expr, &batch), slow) {
                (Ok(fast), Ok(slow)) => assert_eq!(fast, slow, "{expr:?}"),
                (Err(_), Err(_)) => {}
                // A conjunction leaves rows out that are unknown already, and what they would
                // have failed on with them.
                (Ok(_), Err(_)) => assert!(format!("{expr:?}").contains("And(")),
                (Err(error), Ok(_)) => panic!("{expr:?}: {error:?}"),
            }
        });
    }
}
