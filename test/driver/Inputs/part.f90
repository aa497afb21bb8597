! SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
subroutine add(n, total)
  integer :: n
  real(8) :: total
  if (n == 1) open(9, file='unit.txt', status='replace')
  total = total + 1d0 / n
  write(9, *) n, total
  call ask()
end subroutine
