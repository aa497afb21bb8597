// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/ckpt/call_site.h"

#include "runtime/abi/syscall_frame.h"
#include "runtime/arch/x86_64/call_number.h"
#include "runtime/arch/x86_64/dispatch.h"
#include "runtime/arch/x86_64/frame.h"
#include "runtime/arch/x86_64/interrupted_call.h"
#include "runtime/ckpt/own_memory.h"
#include "runtime/ckpt/timed_shim.h"
#include "runtime/proc/maps.h"
#include "runtime/proc/read_file.h"
#include "runtime/sys/memory.h"

namespace ckpt {

namespace {

struct Range {
  u64 start = 0, end = 0;
};

constexpr size_t kPiece = 4096;
constexpr size_t kOverlap = 8; // a jump that lies across two pieces

bool find_mapping(u64 address, Range &out) {
  Reason unused;
  proc::each_line("/proc/thread-self/maps", unused, [&](StringView text) {
    proc::MapsLine line;
    if (!proc::parse_maps_line(text, line))
      return false;
    if (address >= line.start && address < line.end)
      out = {line.start, line.end};
    return !out.end;
  });
  return out.end;
}

bool read_far_jumps(Range mapping, u64 call, arch::JumpList &jumps) {
  u8 piece[kPiece + kOverlap];
  for (u64 at = mapping.start; at < mapping.end; at += kPiece) {
    size_t size = min<u64>(mapping.end - at, sizeof piece);
    if (!read_memory(at, piece, size))
      return false;
    arch::find_far_jumps({piece, size}, at, call, jumps);
  }
  return true;
}

// Of the code around `call`: what kCodeBefore and kCodeAfter allow.
bool read_code(Range mapping, u64 call, u8 *to, size_t &size) {
  if (call < mapping.start + arch::kCodeBefore)
    return false;
  size = arch::kCodeBefore +
         min<u64>(arch::kCodeAfter, mapping.end - call);
  return read_memory(call - arch::kCodeBefore, to, size);
}

// What was found before, for code that is the same: threads of one kind wait in
// the same place.  Jumps into it from afar may have changed with the code
// around; not where the same library is at the same place.
struct KnownSite {
  u64 call = 0;
  arch::CallNumber found;
  u8 code[arch::kCodeBefore + arch::kCodeAfter] = {};
};
constexpr size_t kKnownSites = 8;
constinit KnownSite known_sites[kKnownSites];
size_t next_site;
bool sites_in_use; // by another thread: then this one does without

bool lock_sites() {
  return !__atomic_test_and_set(&sites_in_use, __ATOMIC_ACQUIRE);
}

void unlock_sites() { __atomic_clear(&sites_in_use, __ATOMIC_RELEASE); }

bool same_code(const KnownSite &site, u64 call, Bytes code) {
  return site.call == call &&
         memcmp(site.code, code.data, code.size) == 0;
}

bool find_known_site(u64 call, Bytes code, arch::CallNumber &out) {
  if (!lock_sites())
    return false;
  bool found = false;
  for (const KnownSite &site : known_sites)
    if (!found && same_code(site, call, code)) {
      out = site.found;
      found = true;
    }
  unlock_sites();
  return found;
}

void know_site(u64 call, Bytes code, const arch::CallNumber &found) {
  if (!lock_sites())
    return;
  KnownSite &site = known_sites[next_site++ % kKnownSites];
  site.call = call;
  site.found = found;
  memcpy(site.code, code.data, code.size);
  unlock_sites();
}

bool content(const arch::CallNumber &found, const struct sigcontext &context,
             u32 &number) {
  u64 base = arch::register_of(context, found.reg);
  switch (found.kind) {
  case arch::CallNumber::kConstant:
    number = static_cast<u32>(found.value);
    return true;
  case arch::CallNumber::kRegister:
    number = static_cast<u32>(base);
    return true;
  case arch::CallNumber::kMemory:
    return read_memory(base + static_cast<u64>(found.value), &number,
                       sizeof number);
  case arch::CallNumber::kUnknown:
    break;
  }
  return false;
}

// What the marked calls of the shims say is in the red zone.
bool call_of_shim(const struct sigcontext &context, LastCall &out) {
  u8 kind = mark_behind(context.rip);
  if (kind != kPlainMark && kind != kTimedMark)
    return false;
  out.deadline_at = kind == kTimedMark ? context.rsp - 16 : 0;
  return read_memory(context.rsp - 8, &out.number, sizeof out.number);
}

// "mov $number, %eax" in front of the call, as in libc's wrappers.
bool number_before(u64 call, u32 &number) {
  u8 code[5];
  if (!read_memory(call - sizeof code, code, sizeof code) || code[0] != 0xb8)
    return false;
  memcpy(&number, code + 1, sizeof number);
  return true;
}

// Where the dispatcher keeps what it knows of a call that it makes.
struct CallPlaces {
  u64 number = 0, from = 0; // addresses of the number, and of the place behind
  u64 stack = 0;            // the program's stack pointer
  u64 deadline = 0;         // address; 0: there is none
};

CallPlaces places_of(const struct sigcontext &context) {
  u64 frame = context.rbx, stack = context.rsp;
  if (context.rip == reinterpret_cast<u64>(&__ckpt_call_made))
    return {frame + CKPT_CALL_NUMBER, frame + CKPT_CALL_RETURN,
            frame + CKPT_CALL_TO_PROGRAM, frame + CKPT_CALL_DEADLINE};
  if (context.rip == reinterpret_cast<u64>(&__ckpt_direct_made))
    return {stack - 8, stack + CKPT_DIRECT_RETURN,
            stack + CKPT_DIRECT_SIZE + CKPT_RED_ZONE};
  return {};
}

// One that the dispatcher makes; the place in the program that it came from may
// be a shim.
bool call_of_dispatcher(const struct sigcontext &context, LastCall &out) {
  CallPlaces places = places_of(context);
  struct sigcontext origin = {};
  u64 number = 0, deadline = 0;
  if (!places.stack || !read_memory(places.number, &number, sizeof number) ||
      !read_memory(places.from, &origin.rip, sizeof origin.rip) ||
      (places.deadline &&
       !read_memory(places.deadline, &deadline, sizeof deadline)))
    return false;
  origin.rsp = places.stack;
  LastCall shims = {};
  if (call_of_shim(origin, shims))
    out.deadline_at = shims.deadline_at;
  if (!out.deadline_at && deadline)
    out.deadline_at = places.deadline;
  out.number = static_cast<u32>(number);
  return true;
}

bool find_call(const struct sigcontext &context, LastCall &out) {
  u8 code[arch::kCodeBefore + arch::kCodeAfter];
  u64 call = context.rip - arch::kCallInstruction;
  if (!read_memory(call, code, arch::kCallInstruction) ||
      !arch::is_call_instruction(code))
    return false;
  arch::CallNumber found;
  if (read_memory(call - arch::kCodeBefore, code, sizeof code) &&
      find_known_site(call, {code, sizeof code}, found))
    return content(found, context, out.number);
  Range mapping;
  arch::JumpList jumps;
  size_t size = 0;
  // Without a descriptor left, or in a mapping that starts here, the nearest
  // instruction must do.
  if (!find_mapping(call, mapping) || !read_code(mapping, call, code, size) ||
      !read_far_jumps(mapping, call, jumps))
    return number_before(call, out.number);
  found = arch::find_call_number({code, size}, call, jumps);
  if (size == sizeof code)
    know_site(call, {code, size}, found);
  return content(found, context, out.number);
}

} // namespace

bool find_last_call(const struct sigcontext &context, LastCall &out) {
  out = {};
  return call_of_dispatcher(context, out) || call_of_shim(context, out) ||
         find_call(context, out);
}

} // namespace ckpt
