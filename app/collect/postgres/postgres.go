// Package postgres loads what package collect hands on into PostgreSQL, as the same tables that package dataset writes. It is a package
// of its own so that a program without a database need not carry the library.
package postgres

import (
	"context"
	"fmt"
	"math/big"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"

	"zhunsheng/app/collect"
)

// tables are the dataset's tables in PostgreSQL. An evaluation is known by key and unit.
const tables = `
create table if not exists evaluations (
	key text not null, year integer not null, project text not null, code text not null, unit text not null, department text not null,
	scheme text not null, scheme_version text not null, status text not null, total numeric(18,4), grade text not null,
	execution_rate numeric(18,4), initial_yuan numeric(20,2), adjusted_yuan numeric(20,2), executed_yuan numeric(20,2),
	indicators integer not null, pending integer not null, errors integer not null, warnings integer not null,
	source text not null, source_kind text not null, trust text not null, created text not null, late boolean not null,
	primary key (key, unit)
);
create table if not exists indicators (
	key text not null, year integer not null, unit text not null, department text not null, position integer not null, id text not null,
	level1 text not null, level2 text not null, name text not null, target text not null, actual text not null, state text not null,
	method text not null, weight numeric(18,4), rule_points numeric(18,4), points numeric(18,4), overridden boolean not null,
	pending boolean not null, reason text not null,
	primary key (key, unit, position),
	foreign key (key, unit) references evaluations on delete cascade
);
create table if not exists findings (
	key text not null, year integer not null, unit text not null, department text not null, "check" text not null, severity text not null,
	place text not null, found text not null, allowed text not null, answered boolean not null,
	foreign key (key, unit) references evaluations on delete cascade
);
create index if not exists findings_of on findings (key, unit);`

// Loader puts rows into PostgreSQL. The rows of one file go in together, in one transaction; loading a file again replaces what its
// evaluations had.
type Loader struct {
	conn    *pgx.Conn
	source  string
	waiting []collect.Rows
	Loaded  int // evaluations in the database
}

// Open connects and makes the tables where they are not there.
func Open(ctx context.Context, url string) (*Loader, error) {
	conn, err := pgx.Connect(ctx, url)
	if err != nil {
		return nil, fmt.Errorf("PostgreSQL: %w", err)
	}
	if _, err := conn.Exec(ctx, tables); err != nil {
		conn.Close(ctx)
		return nil, fmt.Errorf("PostgreSQL: making the tables: %w", err)
	}
	return &Loader{conn: conn}, nil
}

// Add takes the rows of one evaluation; those of one file follow each other.
func (l *Loader) Add(ctx context.Context, r collect.Rows) error {
	if r.Evaluation.Source != l.source {
		if err := l.flush(ctx); err != nil {
			return err
		}
		l.source = r.Evaluation.Source
	}
	l.waiting = append(l.waiting, r)
	return nil
}

// Close loads what still waits and disconnects.
func (l *Loader) Close(ctx context.Context) error {
	err := l.flush(ctx)
	if closeErr := l.conn.Close(ctx); err == nil {
		err = closeErr
	}
	return err
}

func (l *Loader) flush(ctx context.Context) error {
	if len(l.waiting) == 0 {
		return nil
	}
	err := pgx.BeginFunc(ctx, l.conn, func(tx pgx.Tx) error { return copyRows(ctx, tx, l.waiting) })
	if err != nil {
		return fmt.Errorf("PostgreSQL: loading %s: %w", l.source, err)
	}
	l.Loaded += len(l.waiting)
	l.waiting = nil
	return nil
}

func copyRows(ctx context.Context, tx pgx.Tx, all []collect.Rows) error {
	var keys, units []string
	var evaluations, indicators, findings [][]any
	for i := range all {
		e := &all[i].Evaluation
		keys, units = append(keys, e.Key), append(units, e.Unit)
		evaluations = append(evaluations, []any{
			e.Key, e.Year, e.Project, e.Code, e.Unit, e.Department, e.Scheme, e.SchemeVersion, e.Status, numeric(e.Total, collect.PointPlaces), e.Grade,
			numeric(e.ExecutionRate, collect.PointPlaces), numeric(e.Initial, collect.MoneyPlaces), numeric(e.Adjusted, collect.MoneyPlaces), numeric(e.Executed, collect.MoneyPlaces),
			e.Indicators, e.Pending, e.Errors, e.Warnings, e.Source, e.SourceKind, e.Trust, e.Created, e.Late,
		})
		for _, r := range all[i].Indicators {
			indicators = append(indicators, []any{
				r.Key, r.Year, r.Unit, r.Department, r.Position, r.ID, r.Level1, r.Level2, r.Name, r.Target, r.Actual, r.State, r.Method,
				numeric(r.Weight, collect.PointPlaces), numeric(r.RulePoints, collect.PointPlaces), numeric(r.Points, collect.PointPlaces), r.Overridden, r.Pending, r.Reason,
			})
		}
		for _, r := range all[i].Findings {
			findings = append(findings, []any{r.Key, r.Year, r.Unit, r.Department, r.Check, r.Severity, r.Place, r.Found, r.Allowed, r.Answered})
		}
	}
	_, err := tx.Exec(ctx, "delete from evaluations where (key, unit) in (select * from unnest($1::text[], $2::text[]))", keys, units)
	if err != nil {
		return err
	}
	for _, t := range []struct {
		name    string
		columns []string
		rows    [][]any
	}{
		{collect.TableEvaluations, []string{
			"key", "year", "project", "code", "unit", "department", "scheme", "scheme_version", "status", "total", "grade", "execution_rate",
			"initial_yuan", "adjusted_yuan", "executed_yuan", "indicators", "pending", "errors", "warnings", "source", "source_kind", "trust",
			"created", "late",
		}, evaluations},
		{collect.TableIndicators, []string{
			"key", "year", "unit", "department", "position", "id", "level1", "level2", "name", "target", "actual", "state", "method", "weight",
			"rule_points", "points", "overridden", "pending", "reason",
		}, indicators},
		{collect.TableFindings, []string{"key", "year", "unit", "department", "check", "severity", "place", "found", "allowed", "answered"}, findings},
	} {
		if _, err := tx.CopyFrom(ctx, pgx.Identifier{t.name}, t.columns, pgx.CopyFromRows(t.rows)); err != nil {
			return fmt.Errorf("table %s: %w", t.name, err)
		}
	}
	return nil
}

// numeric is a scaled number as PostgreSQL's exact one.
func numeric(scaled *int64, places int32) pgtype.Numeric {
	if scaled == nil {
		return pgtype.Numeric{}
	}
	return pgtype.Numeric{Int: big.NewInt(*scaled), Exp: -places, Valid: true}
}
