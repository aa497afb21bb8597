// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Names of the numbers in an image: signals, protections, flags.
#pragma once
#include "runtime/abi/image.h"
#include <string>

namespace ckpt::inspect {

std::string signal_name(u32 number);  // SIGUSR1, SIGRTMIN+3
std::string signal_set(u64 mask);     // "SIGINT SIGTERM", "all but SIGINT", "-"
std::string protection(u32 prot);     // r-x
std::string mapping_flags(u32 flags); // "growsdown noreserve", "-"
std::string action_flags(u64 flags);  // SA_SIGINFO|SA_RESTART, "0"
std::string open_flags(u32 flags);    // O_WRONLY|O_APPEND
std::string shared_kind(image::SharedKind kind);
std::string descriptor_kind(image::FdKind kind);
std::string timer_kind(image::TimerKind kind);
std::string clock_name(i32 clock); // CLOCK_MONOTONIC, "CPU time of thread 7"
std::string seconds(i64 nanoseconds); // "2.500000000"
std::string owner_kind(image::FdOwner owner);
std::string lock_owner(image::LockOwner owner);

} // namespace ckpt::inspect
