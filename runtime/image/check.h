// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What records of an image must hold beyond their sizes; the parts of
// decode_head.  Each function looks at one or two lists of the View and trusts
// nothing in it but the bounds of the spans.
// Phase: any.  Errors: false, and why.
#pragma once
#include "runtime/image/decode.h"

namespace ckpt::image {

// Always false, so that a check can `return damaged(why, ...)`.
template <class... Ts> bool damaged(Reason &why, const Ts &...what) {
  why.set("the image is damaged: ", what...,
          "; use another copy of it or an older image, or start the job again");
  return false;
}

// [start, end) is a range of whole pages of user space.
constexpr bool is_page_range(u64 start, u64 end) {
  return start < end && end <= kUserTop && !(start & kPageMask) &&
         !(end & kPageMask);
}

// Every byte of [start, end) can be read and is in mappings with all of `prot`.
bool covered(Span<const Mapping> mappings, u64 start, u64 end, u32 prot);

// A thread of the image has this id.  Needs check_threads.
bool has_thread(Span<const Thread> threads, i32 tid);

// Reads the notes of the PT_NOTE `notes` (an offset range of v.head) into v.
bool read_notes(u64 from, u64 to, View &v, Reason &why);

// check_memory.cpp.  Each needs the ones above it to have passed.
bool check_mappings(const View &v, Reason &why);
bool check_meta(const View &v, const Commit &commit, Reason &why);
bool check_runs(const View &v, const Commit &commit, Reason &why);

// check_process.cpp.  They need check_mappings.
bool check_threads(const View &v, Reason &why);
bool check_signals(const View &v, Reason &why);

// check_descriptors.cpp and check_contents.cpp.  Each needs the ones above it
// and check_runs.
bool check_descriptors(const View &v, Reason &why);
bool check_locks(const View &v, Reason &why);
bool check_contents(const View &v, Reason &why);
bool check_content_runs(const View &v, const Commit &commit, Reason &why);
bool check_waiting(const View &v, Reason &why);
bool check_flights(const View &v, Reason &why); // check_flights.cpp
bool check_watches(const View &v, Reason &why);
bool check_file_watches(const View &v, Reason &why); // check_watches.cpp
// check_shared.cpp.  Needs check_mappings and check_descriptors.
bool check_shared(const View &v, Reason &why);
// check_attributes.cpp.  Needs check_descriptors.
bool check_limits(const View &v, Reason &why);
bool check_attributes(const View &v, Reason &why);
bool check_thread_settings(const View &v, Reason &why); // needs check_threads

// check_guards.cpp.  Needs check_mappings and check_runs.
bool check_guards(const View &v, Reason &why);
// check_virtual.cpp
bool check_virtual(const View &v, Reason &why);
// check_directories.cpp
bool check_directories(const View &v, Reason &why);

bool check_texts(const View &v, Reason &why);
// check_time.cpp.  They need check_threads.
bool check_timers(const View &v, Reason &why);
bool check_clocks(const View &v, Reason &why);
bool check_core_notes(const View &v, Reason &why);

inline constexpr u64 kMaxOffset = ~u64{0} >> 1; // off_t

// PROT_* as a mapping stores it.
inline constexpr u32 kProtRead = 1;
inline constexpr u32 kProtWrite = 2;
inline constexpr u32 kProtExec = 4;
inline constexpr u32 kProtAll = 7;

} // namespace ckpt::image
