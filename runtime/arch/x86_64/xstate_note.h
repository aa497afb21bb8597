// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The extended registers as every debugger finds them in a core file.
// Pure.  Phase: any.
#pragma once
#include "runtime/abi/image.h"

namespace ckpt::arch {

// A processor is free to place the components of an XSAVE area, and AMD's does
// it differently from Intel's; gdb up to 13 knows Intel's places only, and
// later ones guess from the size.  So the note has Intel's.
inline constexpr size_t kLargestXstateNote = 2696;

// `area`: an XSAVE area in the standard form whose components are where leaf
// 0xd of `cpu` says; `enabled`: its components.  Fills `note` and returns how
// much of it; 0: `area` is too small.  Components that debuggers do not know
// are left out.
size_t xstate_note(Bytes area, u64 enabled, Span<const image::CpuLeaf> cpu,
                   u8 (&note)[kLargestXstateNote]);

} // namespace ckpt::arch
