// Package schemeedit is how a scheme (评分办法) is read and edited field by field, without widgets.
//
// A [Draft] holds a scheme that is being changed. [Draft.Sections] lays it out as sections of fields and tables, every field with its path
// ("grades[2].min"), what it may hold, and its value as text; screens show that as it is. [Draft.Set], [Draft.Add], [Draft.Remove] and
// [Draft.Move] change it, and can be undone. What is wrong with the scheme as a whole is said by package scoring ([Draft.Faults]): its
// faults name the same paths.
package schemeedit
