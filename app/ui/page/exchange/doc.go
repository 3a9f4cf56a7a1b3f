// Package exchange is the screen for data bundles: what evaluators hand to each other as files.
//
// It has four parts, between which the choice at the top switches. Taking in shows who made a bundle, who signed it and what it would
// change here, record by record, before anything happens; the content is verified in the background before it can be applied. Handing
// over asks what goes along and how it is locked. Conflicts are fields that two people edited without knowing of each other: both values
// stand there with the one that they replaced, until somebody decides. The imports so far can each be taken back as one action.
package exchange
