import { ActButton } from './act-button';

interface Props {
  /** A list that is asked for page by page, newest first. */
  list: {
    readonly hasNextPage: boolean;
    readonly isFetchingNextPage: boolean;
    readonly fetchNextPage: () => Promise<unknown>;
  };
}

/** Asks for the next page of a list; nothing where there is none. */
export function OlderButton({ list: { hasNextPage, isFetchingNextPage, fetchNextPage } }: Props) {
  return (
    hasNextPage && (
      <ActButton mt="xs" variant="default" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
        Load more
      </ActButton>
    )
  );
}
