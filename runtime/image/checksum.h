// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// CRC-32C (Castagnoli), the only checksum of the image format.
// Chainable: crc32c(crc32c(0, a), b) == crc32c(0, ab).
// Phase: any.  Needs: nothing.  Never: vector registers, relocated tables.
#pragma once
#include "runtime/abi/image.h"

namespace ckpt::image {

u32 crc32c(u32 seed, const void *data, size_t size);

// The same value without the processor's instruction.
u32 crc32c_portable(u32 seed, const void *data, size_t size);

// The checksum of a run of pages starts with where the pages belong, so that
// two runs whose bytes were swapped do not pass.  Continue with crc32c over
// the pages.
u32 run_crc_begin(u64 address, u64 file_offset, u64 pages);

// The same for a piece of a content; continue with its bytes.
u32 content_crc_begin(const ContentRun &run);
u32 content_crc(const ContentRun &run, const void *data);

// The whole checksum: `data` holds run.pages pages.
u32 run_crc(const Run &run, const void *data);

} // namespace ckpt::image
