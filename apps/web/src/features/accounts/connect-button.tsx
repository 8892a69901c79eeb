'use client';

import { Button, type ButtonProps } from '@mantine/core';
import type { MouseEvent } from 'react';
import { confirmedLately } from '../confirm/asked';
import { connectAddress } from './connect-address';

interface Props extends ButtonProps {
  /** The account whose token is replaced; a new account without it. */
  accountId?: string;
  'aria-label'?: string;
}

/** Sends the reader to Threads, once it is clear that it's them. */
export function ConnectButton({ accountId, ...props }: Props) {
  const address = connectAddress(accountId);
  const leave = async (event: MouseEvent) => {
    event.preventDefault();
    if (await confirmedLately()) window.location.assign(address);
  };
  return <Button component="a" href={address} onClick={(event) => void leave(event)} {...props} />;
}
