package bundle

// The limits of a bundle. They are far above what a department hands over in a year, and bound what a hostile file can cost.
const (
	MaxBytes    = 1<<32 - 1 // of the whole file, before encryption: sizes and offsets stay plain 32-bit numbers
	MaxEntries  = 20000
	MaxRecords  = 10000
	MaxManifest = 4 << 20 // bytes
	MaxLine     = 4 << 20 // bytes of one record
	MaxEvidence = 1<<31 - 1
	maxEnvelope = 256 << 10
	maxDepth    = 64
	maxObjects  = 5 * MaxEntries  // of a manifest: two a record, one an entry, one a file
	maxValues   = 30 * MaxEntries // of a manifest
	// A record file may inflate by so much: JSON text comes to 5 to 20 times.
	maxRatio     = 100
	inflateFloor = 1 << 20 // bytes that a record file may inflate to whatever its compressed size
)
