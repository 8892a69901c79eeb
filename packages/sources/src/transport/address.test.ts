import { describe, expect, it } from 'vitest';
import { addressProblem, hostProblem } from './address';

describe('the address of a source', () => {
  it.each([
    '169.254.169.254',
    '169.254.0.1',
    '::ffff:169.254.169.254',
    '::ffff:a9fe:a9fe',
    '64:ff9b::a9fe:a9fe',
    'fe80::1',
    'fe80::1%eth0',
    'febf::1',
    'fd00:ec2::254',
    '100.100.100.200',
    '192.0.0.192',
  ])('is refused if it is %s', (address) => {
    expect(addressProblem(address)).toContain('link-local or metadata address');
  });

  it.each([
    '127.0.0.1',
    '10.0.0.1',
    '192.168.1.1',
    '::1',
    'fd00::1',
    '93.184.216.34',
    '169.253.255.255',
    '100.64.0.1',
  ])('may be %s', (address) => {
    expect(addressProblem(address)).toBeNull();
  });

  it.each([
    'http://169.254.169.254/',
    'http://2852039166/',
    'http://[::ffff:169.254.169.254]:80/',
    'http://0xa9fea9fe/',
  ])('is found in %s', (url) => {
    expect(hostProblem(new URL(url).hostname)).not.toBeNull();
  });

  it('is looked at when a name is connected to', () => {
    expect(hostProblem('metadata.internal')).toBeNull();
  });
});
