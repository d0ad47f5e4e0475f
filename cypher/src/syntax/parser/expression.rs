//! Expressions: operators by precedence, on a stack of its own instead of the call stack.
//!
//! The levels, loosest first: OR, XOR, AND, NOT, comparison, predicates (IN, STARTS WITH, ENDS
//! WITH, CONTAINS, =~, IS NULL, IS :: TYPE), + - ||, * / %, ^, unary + -, postfix. Operators of
//! one level stand in one list, so a chain of any length is flat. What operators stand between is
//! in `atom`.
//!
//! Meet [`expression`].

use quiver_types::{Status, Value};

use super::atom::atom;
use super::input::{Expected, Input, Parsed, Problem, named, token};
use super::label;
use super::literal;
use super::types::type_name;
use crate::syntax::ast::{ArithmeticOp, BinaryOp, CompareOp, Expr, ExprKind, Span};
use crate::syntax::keyword::Keyword;
use crate::syntax::lexer::TokenKind;

/// Precedence, loosest first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Strength {
    Or,
    Xor,
    And,
    Not,
    Compare,
    Predicate,
    Add,
    Multiply,
    Power,
    Sign,
}

/// An operator that waits for its right operand.
enum Waiting {
    Or(Vec<Expr>),
    Xor(Vec<Expr>),
    And(Vec<Expr>),
    /// One NOT or two: more make no difference.
    Not {
        twice: bool,
        start: u32,
    },
    Compare(Box<Expr>, Vec<(CompareOp, Expr)>, CompareOp),
    Predicate(BinaryOp, Expr),
    Add(Box<Expr>, Vec<(ArithmeticOp, Expr)>, ArithmeticOp),
    Multiply(Box<Expr>, Vec<(ArithmeticOp, Expr)>, ArithmeticOp),
    Power(Vec<Expr>),
    Sign {
        sign: Sign,
        start: u32,
    },
}

/// Signs before an operand, folded.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sign {
    Plus,
    Minus,
    /// Any even number of minus signs.
    DoubleMinus,
}

impl Waiting {
    fn strength(&self) -> Strength {
        match self {
            Self::Or(_) => Strength::Or,
            Self::Xor(_) => Strength::Xor,
            Self::And(_) => Strength::And,
            Self::Not { .. } => Strength::Not,
            Self::Compare(..) => Strength::Compare,
            Self::Predicate(..) => Strength::Predicate,
            Self::Add(..) => Strength::Add,
            Self::Multiply(..) => Strength::Multiply,
            Self::Power(_) => Strength::Power,
            Self::Sign { .. } => Strength::Sign,
        }
    }

    /// The operator with its last operand.
    fn complete(self, last: Expr) -> Expr {
        let end = last.span.end;
        let list = |mut all: Vec<Expr>, last: Expr, make: fn(Vec<Expr>) -> ExprKind| {
            let start = all[0].span.start;
            all.push(last);
            Expr {
                kind: make(all),
                span: Span { start, end },
            }
        };
        match self {
            Self::Or(all) => list(all, last, ExprKind::Or),
            Self::Xor(all) => list(all, last, ExprKind::Xor),
            Self::And(all) => list(all, last, ExprKind::And),
            Self::Power(all) => list(all, last, ExprKind::Power),
            Self::Not { twice, start } => {
                let not = |inner: Expr| Expr {
                    kind: ExprKind::Not(Box::new(inner)),
                    span: Span { start, end },
                };
                if twice { not(not(last)) } else { not(last) }
            }
            Self::Compare(first, mut rest, op) => {
                let start = first.span.start;
                rest.push((op, last));
                Expr {
                    kind: ExprKind::Compare(first, rest),
                    span: Span { start, end },
                }
            }
            Self::Predicate(op, left) => Expr {
                span: Span {
                    start: left.span.start,
                    end,
                },
                kind: ExprKind::Binary(op, Box::new(left), Box::new(last)),
            },
            Self::Add(first, mut rest, op) => {
                let start = first.span.start;
                rest.push((op, last));
                Expr {
                    kind: ExprKind::Additive(first, rest),
                    span: Span { start, end },
                }
            }
            Self::Multiply(first, mut rest, op) => {
                let start = first.span.start;
                rest.push((op, last));
                Expr {
                    kind: ExprKind::Multiplicative(first, rest),
                    span: Span { start, end },
                }
            }
            Self::Sign { sign, start } => {
                let negate = |inner: Expr| Expr {
                    kind: ExprKind::Negate(Box::new(inner)),
                    span: Span { start, end },
                };
                match sign {
                    Sign::Plus => Expr {
                        kind: ExprKind::Plus(Box::new(last)),
                        span: Span { start, end },
                    },
                    Sign::Minus => negate(last),
                    Sign::DoubleMinus => negate(negate(last)),
                }
            }
        }
    }
}

/// An operator after an operand.
#[derive(Clone, Copy)]
enum Operator {
    Or,
    Xor,
    And,
    Compare(CompareOp),
    Predicate(BinaryOp),
    Add(ArithmeticOp),
    Multiply(ArithmeticOp),
    Power,
}

/// What may follow an operand.
enum Next {
    /// An operator with a right operand.
    Infix(Operator),
    /// `IS ...` or `:: ...`, complete in itself.
    Test,
}

impl Operator {
    fn strength(self) -> Strength {
        match self {
            Self::Or => Strength::Or,
            Self::Xor => Strength::Xor,
            Self::And => Strength::And,
            Self::Compare(_) => Strength::Compare,
            Self::Predicate(_) => Strength::Predicate,
            Self::Add(_) => Strength::Add,
            Self::Multiply(_) => Strength::Multiply,
            Self::Power => Strength::Power,
        }
    }
}

/// An expression.
pub(super) fn expression(input: Input<'_>) -> Parsed<'_, Expr> {
    let context = input.context;
    let height_before = context.height.replace(0);
    let mut stack: Vec<Waiting> = Vec::new();
    let mut rest = input;
    let mut highest = 0;
    let mut levels = Levels::default();
    // Predicates do not chain: `a IN b IN c` is no Cypher.
    let mut after_predicate = false;
    loop {
        let (after, mut left) = operand(rest, &mut stack)?;
        rest = after;
        highest = highest.max(context.height.replace(0));
        levels.see(&stack);
        loop {
            let Some((next, after)) = operator(rest) else {
                while let Some(waiting) = stack.pop() {
                    left = waiting.complete(left);
                }
                let height = highest + levels.count();
                if height > context.max_nesting {
                    return Err(context.too_deep(input.start()));
                }
                context.height.set(height_before.max(height));
                return Ok((rest, left));
            };
            let strength = match next {
                Next::Infix(operator) => operator.strength(),
                Next::Test => Strength::Predicate,
            };
            while let Some(waiting) = stack.pop_if(|waiting| waiting.strength() > strength) {
                left = waiting.complete(left);
            }
            let waits = stack
                .last()
                .is_some_and(|waiting| waiting.strength() == Strength::Predicate);
            if (after_predicate && strength >= Strength::Predicate)
                || (waits && strength == Strength::Predicate)
            {
                return rest.complain(
                    Status::InvalidSyntax,
                    format!(
                        "Invalid input '{}': it cannot follow another predicate directly; put that in parentheses",
                        rest.text_of(rest.token())
                    ),
                );
            }
            match next {
                Next::Test => {
                    (rest, left) = test(rest, left)?;
                    levels.tests = true;
                    after_predicate = true;
                }
                Next::Infix(operator) => {
                    push(&mut stack, operator, left);
                    after_predicate = false;
                    rest = after;
                    break;
                }
            }
        }
    }
}

/// How many levels of operators stand above the operands of one expression, at most.
#[derive(Default)]
struct Levels {
    waiting: usize,
    double_not: bool,
    double_minus: bool,
    tests: bool,
}

impl Levels {
    fn see(&mut self, stack: &[Waiting]) {
        self.waiting = self.waiting.max(stack.len());
        for waiting in stack.iter().rev().take(2) {
            self.double_not |= matches!(waiting, Waiting::Not { twice: true, .. });
            self.double_minus |= matches!(
                waiting,
                Waiting::Sign {
                    sign: Sign::DoubleMinus,
                    ..
                }
            );
        }
    }

    fn count(&self) -> u32 {
        self.waiting as u32
            + u32::from(self.double_not)
            + u32::from(self.double_minus)
            + u32::from(self.tests)
    }
}

/// Lets the operator wait, joining the one of its level if that waits already.
fn push(stack: &mut Vec<Waiting>, operator: Operator, operand: Expr) {
    match (stack.last_mut(), operator) {
        (Some(Waiting::Or(all)), Operator::Or)
        | (Some(Waiting::Xor(all)), Operator::Xor)
        | (Some(Waiting::And(all)), Operator::And)
        | (Some(Waiting::Power(all)), Operator::Power) => {
            all.push(operand);
            return;
        }
        (Some(Waiting::Compare(_, rest, waiting)), Operator::Compare(next)) => {
            rest.push((std::mem::replace(waiting, next), operand));
            return;
        }
        (Some(Waiting::Add(_, rest, waiting)), Operator::Add(next))
        | (Some(Waiting::Multiply(_, rest, waiting)), Operator::Multiply(next)) => {
            rest.push((std::mem::replace(waiting, next), operand));
            return;
        }
        _ => {}
    }
    stack.push(match operator {
        Operator::Or => Waiting::Or(vec![operand]),
        Operator::Xor => Waiting::Xor(vec![operand]),
        Operator::And => Waiting::And(vec![operand]),
        Operator::Power => Waiting::Power(vec![operand]),
        Operator::Compare(op) => Waiting::Compare(Box::new(operand), Vec::new(), op),
        Operator::Add(op) => Waiting::Add(Box::new(operand), Vec::new(), op),
        Operator::Multiply(op) => Waiting::Multiply(Box::new(operand), Vec::new(), op),
        Operator::Predicate(op) => Waiting::Predicate(op, operand),
    });
}

/// The operator here, and the place after it.
fn operator(input: Input<'_>) -> Option<(Next, Input<'_>)> {
    use TokenKind as K;
    let one = |operator| Some((Next::Infix(operator), input.skip(1)));
    match input.kind() {
        K::Plus => one(Operator::Add(ArithmeticOp::Add)),
        K::Minus => one(Operator::Add(ArithmeticOp::Subtract)),
        K::DoubleBar => one(Operator::Add(ArithmeticOp::Concat)),
        K::Star => one(Operator::Multiply(ArithmeticOp::Multiply)),
        K::Slash => one(Operator::Multiply(ArithmeticOp::Divide)),
        K::Percent => one(Operator::Multiply(ArithmeticOp::Modulo)),
        K::Caret => one(Operator::Power),
        K::Equal => one(Operator::Compare(CompareOp::Equal)),
        K::NotEqual => one(Operator::Compare(CompareOp::NotEqual)),
        K::Less => one(Operator::Compare(CompareOp::Less)),
        K::LessOrEqual => one(Operator::Compare(CompareOp::LessOrEqual)),
        K::Greater => one(Operator::Compare(CompareOp::Greater)),
        K::GreaterOrEqual => one(Operator::Compare(CompareOp::GreaterOrEqual)),
        K::Matches => one(Operator::Predicate(BinaryOp::Matches)),
        K::DoubleColon => Some((Next::Test, input.skip(1))),
        K::Name => word_operator(input),
        _ => {
            input.note(Expected::Described("an operator"));
            None
        }
    }
}

fn word_operator(input: Input<'_>) -> Option<(Next, Input<'_>)> {
    let with = input.keyword_at(1) == Some(Keyword::With);
    let (operator, words) = match input.keyword() {
        Some(Keyword::Or) => (Operator::Or, 1),
        Some(Keyword::Xor) => (Operator::Xor, 1),
        Some(Keyword::And) => (Operator::And, 1),
        Some(Keyword::In) => (Operator::Predicate(BinaryOp::In), 1),
        Some(Keyword::Contains) => (Operator::Predicate(BinaryOp::Contains), 1),
        Some(Keyword::Starts) if with => (Operator::Predicate(BinaryOp::StartsWith), 2),
        Some(Keyword::Ends) if with => (Operator::Predicate(BinaryOp::EndsWith), 2),
        Some(Keyword::Is) => return Some((Next::Test, input.skip(1))),
        _ => {
            input.note(Expected::Described("an operator"));
            return None;
        }
    };
    Some((Next::Infix(operator), input.skip(words)))
}

/// Prefix operators, then an operand with what is attached to it.
fn operand<'t>(input: Input<'t>, stack: &mut Vec<Waiting>) -> Parsed<'t, Expr> {
    let mut rest = input;
    let mut nots = 0_u64;
    while rest.keyword() == Some(Keyword::Not) && starts_expression(rest.skip(1)) {
        // NOT binds looser than what waits: `1 + NOT x` is no Cypher.
        if stack.last().is_some_and(|w| w.strength() > Strength::Not) {
            return rest.unexpected("an expression");
        }
        rest = rest.skip(1);
        nots += 1;
    }
    if nots > 0 {
        stack.push(Waiting::Not {
            twice: nots % 2 == 0,
            start: input.start(),
        });
    }
    let signs = rest;
    let mut minuses = 0_u64;
    while matches!(rest.kind(), TokenKind::Minus | TokenKind::Plus) {
        minuses += u64::from(rest.kind() == TokenKind::Minus);
        rest = rest.skip(1);
    }
    if rest.at == signs.at {
        return postfix(rest, stack.len() as u32, true);
    }
    // A minus directly before a number belongs to the number.
    let last_is_minus =
        rest.at > signs.at && signs.context.tokens[rest.at as usize - 1].kind == TokenKind::Minus;
    let folded = match last_is_minus && !is_postfix(rest.kind_at(1)) {
        true => negative_number(rest)?,
        false => None,
    };
    let unfolded = minuses - u64::from(folded.is_some());
    let sign_count = (rest.at - signs.at) - u32::from(folded.is_some());
    if sign_count > 0 {
        let sign = match unfolded {
            0 => Sign::Plus,
            n if n % 2 == 1 => Sign::Minus,
            _ => Sign::DoubleMinus,
        };
        stack.push(Waiting::Sign {
            sign,
            start: signs.start(),
        });
    }
    match folded {
        Some(number) => Ok((rest.skip(1), number)),
        None => postfix(rest, stack.len() as u32, true),
    }
}

/// The number here, negated; its span includes the minus before it.
fn negative_number(input: Input<'_>) -> Result<Option<Expr>, nom::Err<Problem>> {
    let number = input.token();
    let value = match number.kind {
        // 2^63 wraps to the smallest integer, which is what it means below a minus.
        TokenKind::Integer => {
            let magnitude = literal::integer(input.text_of(number), number.start)?;
            Value::Integer((magnitude as i64).wrapping_neg())
        }
        TokenKind::Float => Value::Float(-literal::float(input.text_of(number), number.start)?),
        _ => return Ok(None),
    };
    let minus = input.context.tokens[input.at as usize - 1];
    Ok(Some(Expr {
        kind: ExprKind::Literal(value),
        span: Span {
            start: minus.start,
            end: number.end,
        },
    }))
}

fn is_postfix(kind: TokenKind) -> bool {
    matches!(
        kind,
        TokenKind::Dot | TokenKind::LeftBracket | TokenKind::Colon
    )
}

/// Whether an expression can begin here. Keywords that join expressions do not count, so that
/// `RETURN not AND x` and `RETURN DISTINCT, x` find the variables they mean.
pub(super) fn starts_expression(input: Input<'_>) -> bool {
    use TokenKind as K;
    match input.kind() {
        K::Name => !joins(input),
        K::QuotedName | K::String | K::Integer | K::Float => true,
        K::LeftParen | K::LeftBracket | K::LeftBrace | K::Dollar | K::Minus | K::Plus => true,
        _ => false,
    }
}

/// Whether the name here joins two expressions or names one.
fn joins(input: Input<'_>) -> bool {
    match input.keyword() {
        Some(
            Keyword::And
            | Keyword::Or
            | Keyword::Xor
            | Keyword::In
            | Keyword::Contains
            | Keyword::As
            | Keyword::Is,
        ) => true,
        Some(Keyword::Starts | Keyword::Ends) => input.keyword_at(1) == Some(Keyword::With),
        Some(Keyword::Order) => input.keyword_at(1) == Some(Keyword::By),
        _ => false,
    }
}

/// An atom and the `.key`, `[index]` and `:Label` after it. `depth` levels of operators wait for
/// it.
pub(super) fn postfix(input: Input<'_>, depth: u32, labels: bool) -> Parsed<'_, Expr> {
    let (mut rest, mut expr) = atom(input, depth)?;
    loop {
        match rest.kind() {
            TokenKind::Dot => {
                let (after, key) = named(rest.skip(1), "a property key")?;
                expr.kind = ExprKind::Property(Box::new(take(&mut expr)), key);
                rest = after;
            }
            TokenKind::LeftBracket => {
                let (after, kind) = subscript(rest, &mut expr, depth)?;
                expr.kind = kind;
                rest = after;
            }
            TokenKind::Colon if labels => {
                let (after, labels) = label::predicate(rest.skip(1))?;
                expr.kind = ExprKind::HasLabels(Box::new(take(&mut expr)), labels);
                rest = after;
            }
            _ => return Ok((rest, expr)),
        }
        rest.raise()?;
        expr.span.end = rest.end_before();
    }
}

/// Moves the expression out, leaving its place.
fn take(expr: &mut Expr) -> Expr {
    Expr {
        kind: std::mem::replace(&mut expr.kind, ExprKind::CountStar),
        span: expr.span,
    }
}

/// `[index]` or `[from..to]` after `target`.
fn subscript<'t>(input: Input<'t>, target: &mut Expr, depth: u32) -> Parsed<'t, ExprKind> {
    let _level = input.nest(1 + depth)?;
    let inside = input.skip(1);
    let mut rest = inside;
    let mut from = None;
    if rest.kind() != TokenKind::DotDot {
        let (after, first) = expression(rest)?;
        rest = after;
        from = Some(Box::new(first));
    }
    let Some(after_dots) = rest.eat(TokenKind::DotDot) else {
        let (rest, _) = token(TokenKind::RightBracket)(rest)?;
        return match from {
            Some(index) => Ok((rest, ExprKind::Index(Box::new(take(target)), index))),
            None => inside.unexpected("an expression"),
        };
    };
    rest = after_dots;
    let mut to = None;
    if rest.kind() != TokenKind::RightBracket {
        let (after, second) = expression(rest)?;
        rest = after;
        to = Some(Box::new(second));
    }
    let (rest, _) = token(TokenKind::RightBracket)(rest)?;
    if from.is_none() && to.is_none() {
        return inside.complain(
            Status::InvalidSyntax,
            "A slice needs its start or its end: write [from..], [..to] or [from..to]",
        );
    }
    Ok((rest, ExprKind::Slice(Box::new(take(target)), from, to)))
}

/// `IS [NOT] NULL`, `[IS [NOT]] :: TYPE`, `IS Label` after `target`.
fn test(input: Input<'_>, target: Expr) -> Parsed<'_, Expr> {
    let start = target.span.start;
    let done = |rest: Input<'_>, kind: ExprKind| Expr {
        kind,
        span: rest.span_from(start),
    };
    if input.kind() == TokenKind::DoubleColon {
        let (rest, name) = type_name(input.skip(1))?;
        let kind = ExprKind::IsTyped(Box::new(target), name, true);
        return Ok((rest, done(rest, kind)));
    }
    let after_is = input.skip(1);
    let not = after_is.is_keyword(Keyword::Not);
    let rest = after_is.skip(usize::from(not));
    if let Some(rest) = rest.eat_keyword(Keyword::Null) {
        return Ok((rest, done(rest, ExprKind::IsNull(Box::new(target), !not))));
    }
    let typed = rest
        .eat(TokenKind::DoubleColon)
        .or_else(|| rest.eat_keyword(Keyword::Typed));
    if let Some(rest) = typed {
        let (rest, name) = type_name(rest)?;
        let kind = ExprKind::IsTyped(Box::new(target), name, !not);
        return Ok((rest, done(rest, kind)));
    }
    let form = rest.skip(usize::from(matches!(
        rest.keyword(),
        Some(Keyword::Nfc | Keyword::Nfd | Keyword::Nfkc | Keyword::Nfkd)
    )));
    if form.keyword() == Some(Keyword::Normalized) {
        return input.not_supported("IS NORMALIZED");
    }
    if not {
        return rest.unexpected("a type after '::'");
    }
    let (rest, labels) = label::predicate(rest)?;
    rest.raise()?;
    Ok((
        rest,
        done(rest, ExprKind::HasLabels(Box::new(target), labels)),
    ))
}
