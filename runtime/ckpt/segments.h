// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// System V shared memory that this process alone has attached.
// Phase: pre-libc, signal.
#pragma once
#include "runtime/abi/image_shared.h"
#include "runtime/abi/text.h"
#include "runtime/ckpt/segment_numbers.h"

namespace ckpt {

// What follows are the segments of a new checkpoint.
void begin_segments();
// The object's mappings, `attached` of them, show a segment, which is added to
// `table`; `at` is the first one's address.  Errors: false and `why`.
bool save_segment(Span<image::SystemVSegment> &table, u32 index,
                  image::SharedObject &object, u64 attached, u64 at,
                  Reason &why);
// Removes it if it is still the one that was saved, has that size and is
// attached so often.
void remove_if_same(const image::SystemVSegment &segment, u64 size,
                    u64 attached);
// The job leaves this machine: those of its last checkpoint go with it.
void remove_segments();

// A restart has made them anew.
void segments_begin(Span<const SegmentNumber> moved);

} // namespace ckpt
