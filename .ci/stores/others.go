package main

import (
	"database/sql"
	"encoding/binary"
	"encoding/json"
	"iter"
	"os"
	"path/filepath"
	"zhunsheng/scoring"
	"zhunsheng/storage"

	"go.etcd.io/bbolt"
	_ "modernc.org/sqlite"
)

// The others keep content, header and a history entry in one transaction. They check nothing, score nothing and encrypt nothing.

var entry = make([]byte, 400) // a history entry

type boltStore struct{ db *bbolt.DB }

func (b *boltStore) name() string { return "bbolt" }

func (b *boltStore) open(dir string) (err error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	if b.db, err = bbolt.Open(filepath.Join(dir, "db"), 0o600, nil); err != nil {
		return err
	}
	return b.db.Update(func(tx *bbolt.Tx) error {
		for _, name := range []string{"evaluation", "header", "history"} {
			if _, err := tx.CreateBucketIfNotExists([]byte(name)); err != nil {
				return err
			}
		}
		return nil
	})
}

func (b *boltStore) put(tx *bbolt.Tx, e *scoring.Evaluation) error {
	data, err := json.Marshal(e)
	if err != nil {
		return err
	}
	if err := tx.Bucket([]byte("evaluation")).Put([]byte(e.ID), data); err != nil {
		return err
	}
	if err := tx.Bucket([]byte("header")).Put([]byte(e.ID), header(e)); err != nil {
		return err
	}
	history := tx.Bucket([]byte("history"))
	seq, err := history.NextSequence()
	if err != nil {
		return err
	}
	return history.Put(binary.BigEndian.AppendUint64(nil, seq), entry)
}

func (b *boltStore) load(evaluations iter.Seq[*scoring.Evaluation]) error {
	var part []*scoring.Evaluation
	write := func() error {
		return b.db.Update(func(tx *bbolt.Tx) error {
			for _, e := range part {
				if err := b.put(tx, e); err != nil {
					return err
				}
			}
			part = part[:0]
			return nil
		})
	}
	for e := range evaluations {
		if part = append(part, e); len(part) == 128 {
			if err := write(); err != nil {
				return err
			}
		}
	}
	return write()
}

func (b *boltStore) save(id string, edit func(*scoring.Evaluation)) error {
	return b.db.Update(func(tx *bbolt.Tx) error {
		var e scoring.Evaluation
		if err := json.Unmarshal(tx.Bucket([]byte("evaluation")).Get([]byte(id)), &e); err != nil {
			return err
		}
		edit(&e)
		return b.put(tx, &e)
	})
}

func (b *boltStore) list() (count int, err error) {
	err = b.db.View(func(tx *bbolt.Tx) error {
		return tx.Bucket([]byte("header")).ForEach(func(_, value []byte) error {
			count++
			var h storage.Header
			return json.Unmarshal(value, &h)
		})
	})
	return count, err
}

func (b *boltStore) close() error { return b.db.Close() }

type sqliteStore struct{ db *sql.DB }

func (s *sqliteStore) name() string { return "sqlite" }

func (s *sqliteStore) open(dir string) (err error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	s.db, err = sql.Open("sqlite", "file:"+filepath.Join(dir, "db")+"?_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)")
	if err != nil {
		return err
	}
	s.db.SetMaxOpenConns(1)
	_, err = s.db.Exec(`create table if not exists evaluation(id text primary key, content blob) without rowid;
		create table if not exists header(id text primary key, content blob) without rowid;
		create table if not exists history(seq integer primary key, content blob)`)
	return err
}

func (s *sqliteStore) put(tx *sql.Tx, e *scoring.Evaluation) error {
	data, err := json.Marshal(e)
	if err != nil {
		return err
	}
	if _, err := tx.Exec("insert or replace into evaluation values(?,?)", e.ID, data); err != nil {
		return err
	}
	if _, err := tx.Exec("insert or replace into header values(?,?)", e.ID, header(e)); err != nil {
		return err
	}
	_, err = tx.Exec("insert into history(content) values(?)", entry)
	return err
}

func (s *sqliteStore) load(evaluations iter.Seq[*scoring.Evaluation]) error {
	var part []*scoring.Evaluation
	write := func() error {
		tx, err := s.db.Begin()
		if err != nil {
			return err
		}
		for _, e := range part {
			if err := s.put(tx, e); err != nil {
				return err
			}
		}
		part = part[:0]
		return tx.Commit()
	}
	for e := range evaluations {
		if part = append(part, e); len(part) == 128 {
			if err := write(); err != nil {
				return err
			}
		}
	}
	return write()
}

func (s *sqliteStore) save(id string, edit func(*scoring.Evaluation)) error {
	tx, err := s.db.Begin()
	if err != nil {
		return err
	}
	var data []byte
	if err := tx.QueryRow("select content from evaluation where id=?", id).Scan(&data); err != nil {
		return err
	}
	var e scoring.Evaluation
	if err := json.Unmarshal(data, &e); err != nil {
		return err
	}
	edit(&e)
	if err := s.put(tx, &e); err != nil {
		return err
	}
	return tx.Commit()
}

func (s *sqliteStore) list() (count int, err error) {
	rows, err := s.db.Query("select content from header order by id")
	if err != nil {
		return 0, err
	}
	defer rows.Close()
	for rows.Next() {
		var data []byte
		if err := rows.Scan(&data); err != nil {
			return 0, err
		}
		var h storage.Header
		if err := json.Unmarshal(data, &h); err != nil {
			return 0, err
		}
		count++
	}
	return count, rows.Err()
}

func (s *sqliteStore) close() error { return s.db.Close() }
